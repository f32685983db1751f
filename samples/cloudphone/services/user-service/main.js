// Signs and checks tokens: all state is in the token, so instances do not matter.
'use strict';
const crypto = require('crypto');
const { serve } = require('../serve');

const secret = process.env.JWT_SECRET || 'development-only';
const sign = (text) => crypto.createHmac('sha256', secret).update(text).digest('base64url');

serve('user-service', {
  'POST /login': (request, body) => {
    const { user } = JSON.parse(body);
    const claim = Buffer.from(JSON.stringify({ user, at: Date.now() })).toString('base64url');
    return { token: `${claim}.${sign(claim)}` };
  },
  'GET /me': (request) => {
    const [claim, signature] = (request.headers.authorization || '').replace('Bearer ', '').split('.');
    if (!claim || sign(claim) !== signature) throw Object.assign(new Error('not signed in'), { status: 401 });
    return JSON.parse(Buffer.from(claim, 'base64url'));
  },
});
