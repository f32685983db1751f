let n; switch (process.env.NODE_ENV) { case 'production': n = 8; break; case 'staging': case 'test': n = 4; break; default: n = 1; }
module.exports = { n };
