module.exports = {
  apps: [{
    name: 'ingest',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 2,
    listen_timeout: 15000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
