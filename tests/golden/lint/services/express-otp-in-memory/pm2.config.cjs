module.exports = {
  apps: [{
    name: 'identity',
    script: 'dist/index.js',
    exec_mode: 'cluster',
    instances: 2,
    env: { NODE_ENV: 'production', PORT: 4100 },
  }],
};
