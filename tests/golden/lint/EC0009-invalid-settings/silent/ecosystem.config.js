module.exports = { apps: [
  { name: 'api', script: 'api.js', instances: require('some-package')(), exec_mode: 'cluster', env: { PORT: 3000 } },
  { name: 'web', script: 'web.js', kill_timeout: 5, colour: 'blue', combine_logs: true },
] };
