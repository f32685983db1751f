module.exports = {
  apps: [
    {
      name: 'kanban-graphql',
      script: 'dist/index.js',
      exec_mode: 'cluster',
      instances: 'max',
      listen_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 4000 },
    },
  ],
};
