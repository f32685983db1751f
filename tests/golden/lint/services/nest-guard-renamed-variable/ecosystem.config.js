const isProd = process.env.NODE_ENV === 'production';

module.exports = {
  apps: [
    {
      name: 'media',
      script: 'dist/main.js',
      exec_mode: 'cluster',
      instances: isProd ? 4 : 2,
      instance_var: 'INSTANCE_ID',
      listen_timeout: 10000,
      kill_timeout: 5000,
      env: { PORT: 3000 },
      env_production: { NODE_ENV: 'production' },
    },
  ],
};
