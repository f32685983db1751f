const defaults = { autorestart: true, max_memory_restart: '1G', env: { NODE_ENV: 'production' } };
const app = (name, o = {}) => ({ name, script: `dist/${name}.js`, ...defaults, ...o, env: { ...defaults.env, ...(o.env || {}) } });
module.exports = { apps: [app('a'), app('b', { instances: 2, env: { X: 1 } }), app('c', { autorestart: false })] };
