const cron = require('node-cron');
const tasks = require('./tasks');

cron.schedule('0 1 * * *', () => tasks.prune());
