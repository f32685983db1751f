const host = process.env.API_HOST || 'localhost';
module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { NODE_ENV: 'production', API: `http://${host}:${process.env.API_PORT ?? 80}/`, LEVEL: process.env.LEVEL || 'info' },
  }],
};
