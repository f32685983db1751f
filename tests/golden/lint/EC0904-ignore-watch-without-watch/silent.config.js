const dev = process.env.NODE_ENV === 'development';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', watch: ['src'], ignore_watch: ['logs'] },
    { name: 'web', script: 'web.js', watch: dev ? true : false, ignore_watch: ['logs'] },
    { name: 'any', script: 'any.js', watch: process.env.WATCH, ignore_watch: ['logs'] },
  ],
};
