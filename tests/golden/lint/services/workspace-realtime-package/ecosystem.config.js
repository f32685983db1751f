module.exports = {
  apps: [{
    name: 'server',
    cwd: './apps/server',
    script: 'npm',
    args: 'run start:prod',
    exec_mode: 'fork',
    instances: 1,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }, {
    name: 'server-cluster',
    cwd: './apps/server',
    script: 'index.js',
    exec_mode: 'cluster',
    instances: 4,
    env: { NODE_ENV: 'production', PORT: 3010 },
  }],
};
