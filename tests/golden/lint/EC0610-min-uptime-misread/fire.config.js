module.exports = {
  apps: [
    {
      name: 'api',
      script: 'api.js',
      max_restarts: 10, // at most 10 restarts per minute
      min_uptime: '10s',
    },
    {
      name: 'web',
      script: 'web.js',
      // 5 crashes in an hour
      max_restarts: 5,
    },
  ],
};
