const deployTo = (host, branch, name) => ({
  user: 'deploy',
  host,
  ref: `origin/${branch}`,
  repo: 'git@git.example.org:acme/app.git',
  path: `/srv/${name}`,
  'post-deploy': [
    'npm ci',
    'npm run build',
    `pm2 startOrReload ecosystem.config.js --env ${name}`,
  ].join(' && '),
});

module.exports = {
  apps: [{ name: 'app', script: 'app.js' }],
  deploy: { production: deployTo('prod.example.org', 'main', 'production'), staging: deployTo(['s1', 's2'], 'develop', 'staging') },
};
