const config = {
  apps: [{ name: 'noisy', script: 'n.js', env: { PORT: process.env.PORT || 3000 } }],
};

console.log(`Starting ${config.apps.length} app(s) on port`, config.apps[0].env.PORT);
console.table(config.apps);
if (process.env.DEBUG) console.error('debug is on: %j', config);

module.exports = config;
module.exports.default = undefined;
