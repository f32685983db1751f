const DB_USER = process.env.DB_USER || 'app';
const DB_PASS = process.env.DB_PASS || 'app';
const DB_HOST = process.env.DB_HOST || 'localhost';
const DB_PORT = process.env.DB_PORT || 5432;
const DB_NAME = process.env.DB_NAME || 'app_' + (process.env.NODE_ENV || 'development');

module.exports = {
  apps: [{
    name: 'prisma-app',
    script: 'dist/server.js',
    env: {
      DATABASE_URL: process.env.DATABASE_URL || `postgresql://${DB_USER}:${encodeURIComponent(DB_PASS)}@${DB_HOST}:${DB_PORT}/${DB_NAME}?schema=public`,
    }
  }]
};
