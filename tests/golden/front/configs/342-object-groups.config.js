const apps = [
  { name: 'a', group: 'web' }, { name: 'b', group: 'jobs' }, { name: 'c', group: 'web' },
];
const byGroup = {};
apps.forEach(({ name, group }) => { (byGroup[group] ||= []).push(name); });

module.exports = {
  apps: Object.entries(byGroup).flatMap(([namespace, names]) => names.map((name) => ({ name: `${namespace}/${name}`, namespace, script: `${name}.js` }))),
  counts: Object.fromEntries(Object.entries(byGroup).map(([k, v]) => [k, v.length])),
};
