const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', instances: 4, exec_mode: 'cluster' },
    { name: 'web', script: 'web.js', instances: prod ? 4 : 1, exec_mode: prod ? 'cluster' : 'fork' },
    { name: 'alone', script: 'alone.js' },
    { name: 'worker', script: 'worker.py', instances: 1 },
    { name: 'less', script: 'tool', instances: 1 },
  ],
};
