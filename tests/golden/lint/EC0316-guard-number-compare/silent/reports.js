const cron = require('node-cron');

function nightly() {
  return fetch('http://127.0.0.1:4000/nightly', { method: 'POST' });
}

if (Number(process.env.NODE_APP_INSTANCE) === 0) {
  cron.schedule('0 2 * * *', nightly);
}
if (process.env.NODE_APP_INSTANCE == 0) {
  cron.schedule('0 4 * * *', nightly);
}
require('http').createServer((req, res) => res.end('ok')).listen(3000);
