module.exports = { apps: [
  { name: 'pay-eu', script: 'pay.js' },
  { name: 'web', script: 'web.js', env: { PORT: 3000 } },
  { name: 'chat', script: 'chat.js', exec_mode: 'cluster', instances: 1 },
] };
