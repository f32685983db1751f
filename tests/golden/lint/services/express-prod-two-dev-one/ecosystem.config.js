module.exports = {
  apps: [
    {
      name: 'quiz-prod',
      script: 'server.js',
      exec_mode: 'cluster',
      instances: 2,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      name: 'quiz-dev',
      script: 'server.js',
      exec_mode: 'fork',
      instances: 1,
      env: { NODE_ENV: 'development', PORT: 3100 },
    },
  ],
};
