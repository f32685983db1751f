const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    instances: prod ? 4 : 1,
    exec_mode: prod ? 'cluster' : 'fork',
    env: { PORT: prod ? 80 : 3000 },
  }, {
    name: 'admin',
    script: 'admin.js',
    env: { PORT: prod ? 3000 : 80 },
  }],
};
