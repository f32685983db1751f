import express from 'express';
import { oauthRouter } from './auth/oauth.js';
import { otpRouter } from './auth/router.js';

const app = express();
app.use(express.json());
app.use('/otp', otpRouter);
app.use('/oauth', oauthRouter);

app.listen(process.env.PORT ?? 4100, () => console.log('identity up'));
