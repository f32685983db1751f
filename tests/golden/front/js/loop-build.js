const services = ['api', 'worker', 'mail']; const apps = [];
services.forEach((name, i) => { apps.push({ name: `svc-${name}`, script: `./${name}/index.js`, env: { PORT: 3000 + i } }); });
for (let i = 0; i < 2; i++) { const app = { ...apps[i], name: apps[i].name + '-copy' }; app.env = Object.assign({}, app.env, { COPY: true }); apps.push(app); }
module.exports = { apps, names: apps.map((a) => a.name).join() };
