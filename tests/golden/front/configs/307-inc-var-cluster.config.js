const BASE_PORT = 10 * 1000;
const GROUPS = { game: { count: 3, tick: 30 }, lobby: { count: 1, tick: 5 } };
let offset = 0;
const apps = Object.keys(GROUPS).map(function (group) {
  const g = GROUPS[group];
  const app = { name: group, script: 'server.js', instances: g.count, exec_mode: 'fork', increment_var: 'PORT', env: { PORT: BASE_PORT + offset, TICK_MS: Math.round(1000 / g.tick) } };
  offset += g.count;
  return app;
});
module.exports = { apps };
