const v = process.env.ENABLE_CRON;
module.exports = {
  apps: [
    { name: 'loose', script: 'x.js', autorestart: v ? true : false },
    { name: 'strict', script: 'x.js', autorestart: v === 'true' },
    { name: 'not-false', script: 'x.js', autorestart: v !== 'false' },
    { name: 'in-list', script: 'x.js', autorestart: ['1', 'true'].indexOf(v) !== -1 },
    { name: 'json', script: 'x.js', autorestart: !!JSON.parse(v === undefined ? 'true' : v) },
  ],
};
