module.exports = {
  apps: [{
    name: 'maybe',
    script: 'index.js',
    cwd: process.env.APP_CWD,
    user: process.env.DEPLOY_USER,
    instances: process.env.WEB_CONCURRENCY,
    env: { NODE_OPTIONS: process.env.NODE_OPTIONS, PORT: process.env.PORT }
  }],
  deploy: { production: { user: process.env.DEPLOY_USER || 'root', host: process.env.DEPLOY_HOSTS ? process.env.DEPLOY_HOSTS.split(',') : 'localhost', ref: 'origin/main', repo: 'r', path: '/p' } }
};
