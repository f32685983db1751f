const schedule = require('node-schedule');
const { flush } = require('./outbox');

if (process.env.pm_id === '0') {
  schedule.scheduleJob('*/5 * * * *', flush);
}
