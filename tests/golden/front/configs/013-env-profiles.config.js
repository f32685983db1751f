module.exports = {
  apps: [
    {
      name: 'crm',
      script: './bin/www',
      env: { NODE_ENV: 'development', PORT: 3000, DB_HOST: 'localhost' },
      env_staging: { NODE_ENV: 'staging', PORT: 3100, DB_HOST: 'db-staging.internal' },
      env_production: { NODE_ENV: 'production', PORT: 80, DB_HOST: 'db.internal', DB_SSL: true },
      env_test: { NODE_ENV: 'test', PORT: 0 }
    }
  ]
};
