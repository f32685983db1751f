import { Strategy } from 'passport-google-oauth20';
import { redis } from './redis.js';

const ALLOWED = new Set((process.env.ALLOWED_DOMAINS ?? 'example.com').split(','));

export function configure(passport) {
  passport.use(
    new Strategy(
      { clientID: process.env.GOOGLE_ID, clientSecret: process.env.GOOGLE_SECRET, callbackURL: '/auth/google/callback' },
      async (_access, _refresh, profile, done) => {
        const email = profile.emails[0].value;
        if (!ALLOWED.has(email.split('@')[1])) return done(null, false);
        await redis.hSet('bo:users', profile.id, email);
        done(null, { id: profile.id, email });
      },
    ),
  );
  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser(async (id, done) => {
    const email = await redis.hGet('bo:users', id);
    done(null, email ? { id, email } : false);
  });
}
