module.exports = {
  apps: [
    {
      name: 'ticket-shop',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 4,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
