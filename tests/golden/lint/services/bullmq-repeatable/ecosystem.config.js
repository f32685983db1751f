module.exports = {
  apps: [
    {
      name: 'newsletter',
      script: 'src/index.mjs',
      exec_mode: 'cluster',
      instances: 4,
      kill_timeout: 15000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
