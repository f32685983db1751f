let local = {}; try { local = require('./lib/local-overrides'); } catch (e) { if (e.code !== 'MODULE_NOT_FOUND') throw e; } let secrets; try { secrets = require('./lib/secrets.json'); } catch { secrets = { token: null }; }
module.exports = { apps: [{ name: 'x', script: 'x.js', env: { ...secrets, ...local } }] };
