module.exports = {
  apps: [
    { name: 'reports', script: 'server.js', exec_mode: 'cluster', instances: 4 },
    { name: 'copies', script: 'copies.js', exec_mode: 'fork', instances: 2, increment_var: 'PORT' },
  ],
};
