module.exports = {
  apps: [
    {
      name: 'api',
      script: 'api.js',
      max_restarts: 10, // in a row
      min_uptime: '10s', // a minute is too long
    },
  ],
};
