const { CronJob } = require('cron');
const { nightly } = require('./nightly');

new CronJob('0 5 * * *', nightly, null, true);
