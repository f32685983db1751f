module.exports = {
  apps: [
    require('./api/pm2.json'),
    { ...require('./web/pm2.json'), watch: process.env.NODE_ENV === 'development' },
  ],
};
