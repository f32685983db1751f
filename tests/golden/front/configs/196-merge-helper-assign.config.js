const defaults = { exec_mode: 'fork', autorestart: true, env: { NODE_ENV: 'production' } };

module.exports = {
  apps: [
    Object.assign({}, defaults, { name: 'a', script: 'a.js' }),
    Object.assign({ name: 'b' }, defaults, { script: 'b.js', exec_mode: 'cluster' }, null, undefined),
    Object.assign({}, defaults, { name: 'c', script: 'c.js', env: Object.assign({}, defaults.env, { PORT: 1 }) }),
  ],
};
