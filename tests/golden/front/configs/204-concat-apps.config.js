const frontends = [{ name: 'www', script: 'www.js' }, { name: 'shop', script: 'shop.js' }];
const backends = [{ name: 'api', script: 'api.js' }];
const all = frontends.concat(backends, { name: 'mail', script: 'mail.js' });

module.exports = { apps: all.map((app, index) => Object.assign(app, { env: { PORT: 8000 + index * 10 } })), names: all.map((a) => a.name).sort().reverse() };
