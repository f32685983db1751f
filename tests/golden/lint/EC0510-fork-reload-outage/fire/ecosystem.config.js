module.exports = { apps: [{ name: 'site', script: 'server.js', exec_mode: 'fork', env: { PORT: 3000, NODE_ENV: 'test' } }] };
