module.exports = {
  apps: [
    {
      name: 'guards',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 4,
      instance_var: 'INSTANCE_ID',
      kill_timeout: 4000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      name: 'plain',
      script: 'src/plain.js',
      exec_mode: 'cluster',
      instances: 2,
      kill_timeout: 4000,
      env: { NODE_ENV: 'production', PORT: 3010 },
    },
  ],
};
