module.exports = {
  apps: [
    {
      name: 'portal',
      script: 'bin/www',
      exec_mode: 'cluster',
      instances: 2,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
