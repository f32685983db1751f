module.exports = {
  apps: [
    { name: 'web', script: 'web.js' },
    { name: 'mailer', script: 'mailer.js', exec_mode: 'cluster', instances: 2 },
  ],
};
