const apps = [
  { name: 'zeta', script: 'z.js', priority: 2 },
  { name: 'alpha', script: 'a.js', priority: 2 },
  { name: 'mid', script: 'm.js', priority: 1 },
  { name: 'Beta', script: 'b.js' },
];
apps.sort((a, b) => (a.priority || 99) - (b.priority || 99) || a.name.localeCompare(b.name));
module.exports = { apps: apps.map(({ priority, ...a }) => a), names: apps.map((a) => a.name).sort() };
