const builder = () => {
  const app = {};
  const api = {
    name(v) { app.name = v; return api; },
    script(v) { app.script = v; return api; },
    port(v) { app.env = { ...app.env, PORT: v }; return api; },
    cluster(n = 'max') { app.instances = n; app.exec_mode = 'cluster'; return api; },
    build: () => app,
  };
  return api;
};

module.exports = {
  apps: [
    builder().name('web').script('web.js').port(80).cluster().build(),
    builder().name('jobs').script('jobs.js').build(),
  ],
};
