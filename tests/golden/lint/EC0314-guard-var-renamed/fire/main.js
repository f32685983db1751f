const cron = require('node-cron');
const { sendInvoices } = require('./invoices');

if (process.env.NODE_APP_INSTANCE === '0') {
  cron.schedule('0 3 * * *', sendInvoices);
}
console.log('billing', process.env.NODE_APP_INSTANCE);
