var tenants = { acme: { db: 'acme_db' }, globex: { db: 'globex_db', port: 81 }, initech: {} };
var list = [];
for (var t in tenants) {
  if (!tenants.hasOwnProperty(t)) continue;
  list.push({ name: t, script: 'tenant.js', env: { DB: tenants[t].db || 'default', PORT: tenants[t].port || 80 } });
}
module.exports.apps = list;
