const stage = process.env.NODE_ENV || 'development';
const env = require(`./env/${stage}`);

module.exports = { apps: [{ name: `app-${stage}`, script: 'app.js', env: { NODE_ENV: stage, ...env } }] };
