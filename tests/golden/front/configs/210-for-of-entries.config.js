const ports = { api: 4000, web: 4001, admin: 4002 };
const apps = [];

for (const [name, port] of Object.entries(ports)) {
  if (name === 'admin' && process.env.NODE_ENV === 'production') continue;
  apps.push({ name, script: `${name}/index.js`, env: { PORT: port } });
}

module.exports = { apps };
