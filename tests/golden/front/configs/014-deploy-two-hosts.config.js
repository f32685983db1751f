module.exports = {
  apps: [{ name: 'portal', script: 'app.js' }],
  deploy: {
    production: {
      key: '~/.ssh/deploy.pem',
      user: 'ubuntu',
      host: ['10.0.1.4', '10.0.1.5'],
      ref: 'origin/main',
      repo: 'git@git.example.org:team/portal.git',
      path: '/home/ubuntu/portal',
      ssh_options: ['StrictHostKeyChecking=no', 'PasswordAuthentication=no'],
      fetch: 'fast',
      env: { NODE_ENV: 'production' },
      'post-deploy': 'npm ci && npm run build && pm2 startOrReload ecosystem.config.js --env production',
    },
    staging: {
      user: 'ubuntu',
      host: '10.0.2.9',
      port: '2222',
      ref: 'origin/develop',
      repo: 'git@git.example.org:team/portal.git',
      path: '/home/ubuntu/portal-staging',
      'forward-agent': 'yes',
      'pre-deploy': 'git fetch --all',
      'post-setup': 'ls -la',
    },
  },
};
