module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { NODE_ENV: 'development', APP_ENV: 'prod' },
    env_production: { NODE_ENV: 'production' },
    env_staging: { NODE_ENV: 'staging' },
    env_test: { NODE_ENV: 'test' },
  }],
};
