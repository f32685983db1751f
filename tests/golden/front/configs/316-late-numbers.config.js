module.exports = {
  apps: [{
    name: 'late',
    script: 'l.js',
    env: {
      A: `${process.env.HOST || 'localhost'}:${process.env.PORT || 3000}`,
      B: 'http://' + process.env.HOST + '/' + process.env.APP_NAME,
      C: `${process.env.REGION}`,
      D: process.env.API_PORT || process.env.PORT || '80',
      E: (process.env.LOG_LEVEL || 'info').toUpperCase(),
      F: process.env.PORT || '' ? 'set' : 'unset',
    },
  }],
};
