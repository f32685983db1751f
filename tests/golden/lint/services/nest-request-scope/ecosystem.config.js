module.exports = {
  apps: [
    { name: 'forms', script: 'dist/main.js', exec_mode: 'cluster', instances: 4, listen_timeout: 10000, kill_timeout: 5000, env: { NODE_ENV: 'production', PORT: 3000 } },
  ],
};
