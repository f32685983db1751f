const config = {
  apps: [
    { name: 'a', script: 'a.js', env: {} },
    { name: 'b', script: 'b.js' },
    { name: 'c', script: 'c.js', env: { KEEP: 1 } },
  ],
};

for (const app of config.apps) {
  app.env = app.env || {};
  app.env.APP_NAME = app.name;
  app.error_file = `logs/${app.name}.err`;
  if (!app.max_restarts) app.max_restarts = 10;
  delete app.env.KEEP;
}

module.exports = config;
