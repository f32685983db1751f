const apps = [['a', 1], ['b', 2], ['c', 1]].map(([name, port]) => ({ name, port }));
const dup = apps.find((a, i) => apps.some((b, j) => j < i && a.port === b.port));
if (dup) throw new Error(`Port ${dup.port} used twice (by ${dup.name})`);
module.exports = { apps };
