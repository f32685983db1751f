function mode(env) {
  if (env === 'production') return { instances: 'max', exec_mode: 'cluster' };
  if (env === 'staging') return { instances: 2, exec_mode: 'cluster' };
  return { watch: true };
}

module.exports = { apps: [{ name: 'early', script: 'e.js', ...mode(process.env.NODE_ENV) }] };
