module.exports = {
  apps: [
    { name: 'api', script: 'api.js', cwd: '/srv/root', env: { NODE_ENV: 'production' } },
  ],
  deploy: { production: { user: 'deploy', host: 'a', ref: 'origin/main', repo: 'x', path: '/srv/x' } },
};
