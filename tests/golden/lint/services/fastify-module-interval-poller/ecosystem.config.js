module.exports = {
  apps: [{
    name: 'fx',
    script: 'src/server.mjs',
    exec_mode: 'cluster',
    instances: 2,
    kill_timeout: 4000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
