module.exports = {
  apps: [{ name: 'api', script: 'api.js', autorestart: process.env.RESTART === 'true' }],
};
