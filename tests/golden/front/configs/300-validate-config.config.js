const apps = [
  { name: 'api', script: 'api.js', env: { PORT: 3000 } },
  { name: 'web', script: 'web.js', env: { PORT: 3001 } },
];

const seen = new Set();
for (const app of apps) {
  if (!app.name || !app.script) throw new TypeError('an app needs name and script');
  if (seen.has(app.env.PORT)) throw new RangeError(`port ${app.env.PORT} is taken twice`);
  seen.add(app.env.PORT);
}

module.exports = { apps };
