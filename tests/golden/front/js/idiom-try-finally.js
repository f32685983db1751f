const log = []; function load() { try { log.push('open'); if (process.env.EXTRA) return 'early'; JSON.parse('{bad'); } catch ({ name }) { log.push(name); return 'caught'; } finally { log.push('close'); } } const r = load();
module.exports = { apps: [{ name: r, script: 'x.js' }], log };
