module.exports = { apps: [{ name: 'site', script: 'server.js', exec_mode: 'cluster', instances: 2, env: { PORT: 3000, NODE_ENV: 'test' } }] };
