const envs = ['dev', 'qa', 'prod'];
const perEnv = (fn) => Object.fromEntries(envs.map((e, i) => [`env_${e}`, fn(e, i)]));

module.exports = {
  apps: [{ name: 'profiles', script: 'p.js', env: { NODE_ENV: 'local' }, ...perEnv((e, i) => ({ NODE_ENV: e, PORT: 3000 + i * 1000, DB: `db-${e}` })) }],
};
