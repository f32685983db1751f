const keys = 'PORT HOST LOG_LEVEL REGION'.split(' ');
const env = {};
keys.forEach((k) => { if (process.env[k]) env[k] = process.env[k]; });

module.exports = { apps: [{ name: 'copy-keys', script: 'x.js', env, count: Object.keys(env).length, entries: Object.entries(env).map(([k, v]) => `${k}=${v}`) }] };
