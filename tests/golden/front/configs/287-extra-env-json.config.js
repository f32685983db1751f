const extra = JSON.parse(process.env.EXTRA_ENV || '{"A":"1"}');
let tuning = {};
if (process.env.TUNING) {
  try { tuning = JSON.parse(process.env.TUNING); } catch { tuning = { invalid: true }; }
}
module.exports = { apps: [{ name: 'extra', script: 'x.js', ...tuning, env: { ...extra, NODE_ENV: 'production' } }] };
