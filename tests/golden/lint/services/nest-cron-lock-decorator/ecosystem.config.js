module.exports = {
  apps: [
    { name: 'rates', script: 'dist/main.js', exec_mode: 'cluster', instances: 2, listen_timeout: 10000, kill_timeout: 5000, env: { NODE_ENV: 'production', PORT: 3400 } },
  ],
};
