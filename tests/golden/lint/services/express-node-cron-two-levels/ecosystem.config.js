module.exports = {
  apps: [{
    name: 'clinic',
    script: './src/server.js',
    instances: 2,
    exec_mode: 'cluster',
    env: { NODE_ENV: 'production', PORT: 8080 },
  }],
};
