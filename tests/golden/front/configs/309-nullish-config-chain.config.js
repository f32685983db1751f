const user = { server: { ports: [8080, 8443] }, hooks: { onStart: () => 'started' } };
const get = (o, path, d) => path.split('.').reduce((v, k) => v?.[k], o) ?? d;
module.exports = {
  apps: [{ name: 'get', script: 'g.js', env: { P0: get(user, 'server.ports.0'), P9: get(user, 'server.ports.9', 9), NONE: get(user, 'a.b.c', 'none'), HOOK: user.hooks?.onStart?.(), STOP: user.hooks?.onStop?.() ?? 'no hook' } }],
};
