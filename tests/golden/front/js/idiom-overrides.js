const base = { name: 'api', script: 'api.js', env: { LOG: 'info' } }; const per = { production: { instances: 4, env: { LOG: 'warn' } }, staging: { instances: 2 } }; const o = per[process.env.NODE_ENV] ?? {};
module.exports = { apps: [{ ...base, ...o, env: { ...base.env, ...o.env, STAGE: process.env.NODE_ENV ?? 'local' } }] };
