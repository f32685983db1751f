module.exports = {
  apps: [
    { name: 'api', script: 'server.js', autorestart: true },
    { name: 'backup', script: 'backup.js', autorestart: false },
  ],
};
