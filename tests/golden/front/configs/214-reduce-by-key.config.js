const defs = [['api', 3], ['cron', 1], ['mail', 1]];
const byMode = defs.reduce((acc, [name, n]) => {
  const mode = n > 1 ? 'cluster' : 'fork';
  (acc[mode] = acc[mode] || []).push({ name, script: name + '.js', instances: n, exec_mode: mode });
  return acc;
}, {});

module.exports = { apps: [].concat(...Object.keys(byMode).map((k) => byMode[k])) };
