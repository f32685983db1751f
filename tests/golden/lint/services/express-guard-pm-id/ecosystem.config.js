module.exports = {
  apps: [
    {
      name: 'gateway',
      script: 'gateway/index.js',
      exec_mode: 'fork',
      env: { NODE_ENV: 'production', PORT: 8000 },
    },
    {
      name: 'delivery',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 2,
      env: { NODE_ENV: 'production', PORT: 8001 },
    },
  ],
};
