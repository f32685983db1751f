const withEnv = (env) => (app) => ({ ...app, env: { ...env, ...app.env } });
const withLogs = (dir) => (app) => ({ ...app, out_file: `${dir}/${app.name}.out.log`, error_file: `${dir}/${app.name}.err.log` });
const pipe = (...fns) => (x) => fns.reduce((v, f) => f(v), x);
const decorate = pipe(withEnv({ NODE_ENV: process.env.NODE_ENV || 'development' }), withLogs(process.env.LOG_DIR || 'logs'));

module.exports = { apps: [{ name: 'a', script: 'a.js', env: { X: 1 } }, { name: 'b', script: 'b.js' }].map(decorate) };
