module.exports = {
  apps: [
    { name: 'api', script: 'api.js', uid: 'root' },
    { name: 'web', script: 'web.js', user: 0 },
    { name: 'cwd', script: 'cwd.js', cwd: '/root/app' },
  ],
  deploy: { production: { user: 'root', host: 'a', ref: 'origin/main', repo: 'x', path: '/srv/x' } },
};
