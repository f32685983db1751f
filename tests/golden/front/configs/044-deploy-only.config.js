module.exports = {
  deploy: {
    production: {
      user: 'root', host: '203.0.113.10', ref: 'origin/master',
      repo: 'git@git.example.com:acme/site.git', path: '/root/site',
      'pre-setup': 'apt-get install -y git',
      'post-deploy': 'nvm use && ' +
        'npm install && ' +
        'npm run build && ' +
        'pm2 startOrRestart ecosystem.config.js --env production',
    },
  },
};
