module.exports = {
  apps: [
    {
      name: 'a',
      script: 'a.js',
      env: {
        JWT_SECRET: 'kei7ohRoo3eesh2a',
        PORT: 3000,
      },
      autorestart: 'true',
    },
    { name: 'b', script: 'a.js', watch: 'false', env: { DB_PASSWORD: 'oghai5Eengu9' } },
  ],
};
