module.exports = {
  apps: [{
    name: 'inventory',
    script: 'src/app.js',
    exec_mode: 'cluster',
    instances: 3,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
