let local = {};
try {
  local = require('./ecosystem.local.js');
} catch (e) {
  if (e.code !== 'MODULE_NOT_FOUND') throw e;
}

module.exports = {
  apps: [{ name: 'app', script: 'index.js', watch: false, ...local, env: { PORT: 3000, ...local.env } }],
};
