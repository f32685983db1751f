const cron = require('node-cron');
const { sendInvoices } = require('./invoices');

if (process.env.INSTANCE_ID === '0') {
  cron.schedule('0 3 * * *', sendInvoices);
}
console.log('billing', process.env.INSTANCE_ID);
