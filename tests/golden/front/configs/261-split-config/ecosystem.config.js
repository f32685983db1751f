const { api, worker, define } = require('./config/apps');

module.exports = {
  apps: [api, worker, define('mailer', { env: { FROM: 'noreply@example.com' } })],
  deploy: require('./config/deploy.json'),
};
