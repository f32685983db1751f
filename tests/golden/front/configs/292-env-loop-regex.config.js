const env = {};
for (const key in process.env) {
  if (/^(APP|API)_/.test(key)) env[key.replace(/^(APP|API)_/, '')] = process.env[key];
}
module.exports = { apps: [{ name: 'strip', script: 's.js', env: Object.keys(env).sort().reduce((o, k) => { o[k] = env[k]; return o; }, {}) }] };
