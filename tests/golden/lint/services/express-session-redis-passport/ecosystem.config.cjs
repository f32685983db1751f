module.exports = {
  apps: [
    {
      name: 'backoffice',
      script: 'src/server.js',
      exec_mode: 'cluster',
      instances: 4,
      listen_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
