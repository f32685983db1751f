var apps = [], n = 4;
while (n--) {
  if (n === 2) continue;
  apps.unshift({ name: 'node' + n, script: 'p2p.js', env: { SEED: n ? 'node' + (n - 1) : '' } });
}
do { apps.push({ name: 'tail', script: 't.js' }); } while (apps.length < 5);
module.exports = { apps };
