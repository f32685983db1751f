module.exports = {
  apps: [{
    name: 'chat',
    script: 'index.js',
    instances: 4,
    exec_mode: 'cluster',
    instance_var: 'NODE_APP_INSTANCE',
    env: { REDIS_URL: 'redis://localhost', TRANSPORTS: 'websocket' },
    env_dev: { TRANSPORTS: 'polling,websocket', REDIS_URL: null }
  }],
  version: '1.3.0',
  scripts: { start: 'pm2 start' }
};
