const env = require('dotenv').config({ path: './.env' }).parsed;

module.exports = {
  apps: [
    { name: 'mail', script: 'mail.js', env: Object.assign({}, env, { NODE_ENV: 'production' }) },
    { name: 'web', script: 'web.js', env: { ...env, SMTP_PORT: Number(env.SMTP_PORT) + 1 } },
  ],
};
