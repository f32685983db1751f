const base = Number(process.env.PORT) || 4000;

module.exports = {
  apps: [
    { name: 'api', script: 'api.js', env: { PORT: base } },
    { name: 'admin', script: 'admin.js', env: { PORT: base + 1 } },
    { name: 'ws', script: 'ws.js', env: { PORT: String(base + 2) } },
    { name: 'metrics', script: 'metrics.js', env: { PORT: (base + 6090).toString(), HALF: base / 3 } },
  ],
};
