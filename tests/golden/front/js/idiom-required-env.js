const required = ['NODE_ENV', 'PORT']; const missing = required.filter((k) => !process.env[k]);
if (missing.length) throw new Error(`missing: ${missing.join(', ')}`);
module.exports = { apps: [{ name: 'x', script: 'x.js', env: Object.fromEntries(required.map((k) => [k, process.env[k]])) }] };
