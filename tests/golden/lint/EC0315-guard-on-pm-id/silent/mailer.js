const schedule = require('node-schedule');
const { flush } = require('./outbox');

// for the log only: nothing depends on it
console.log('started as', process.env.pm_id);
if (process.env.NODE_APP_INSTANCE === '0') {
  schedule.scheduleJob('*/5 * * * *', flush);
}
