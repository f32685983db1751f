const live = process.env.LIVE;
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { NODE_ENV: live ? 'live' : 'development' },
    env_production: { NODE_ENV: 'prod' },
  }],
};
