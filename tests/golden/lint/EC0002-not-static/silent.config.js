module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    instances: process.env.INSTANCES || 2,
    exec_mode: 'cluster',
    kill_timeout: process.env.NODE_ENV === 'production' ? 5000 : 1000,
  }],
};
