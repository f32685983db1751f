const env = process.env.NODE_ENV;
const level = env === 'production' ? 'warn' : env === 'staging' ? 'info' : env === 'test' ? 'silent' : 'debug';

module.exports = {
  apps: [{
    name: 'log-levels',
    script: 'index.js',
    instances: env === 'production' ? 4 : env === 'staging' ? 2 : 1,
    env: { LOG_LEVEL: process.env.LOG_LEVEL || level }
  }]
};
