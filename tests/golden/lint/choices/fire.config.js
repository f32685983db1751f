const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    instances: prod ? 4 : 1,
    exec_mode: prod ? 'fork' : 'cluster',
    kill_timeout: prod ? 5 : 5000,
    max_memory_restart: prod ? '1G' : 512,
    env: { PORT: process.env.PORT || 3000 },
  }, {
    name: 'admin',
    script: 'admin.js',
    env: { PORT: prod ? 3000 : 3001 },
  }],
};
