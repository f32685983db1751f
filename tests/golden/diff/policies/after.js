module.exports = { apps: [
  { name: 'pay-eu', script: 'pay.js', args: '--new' },
  { name: 'web', script: 'web.js', env: { PORT: 3001 } },
  { name: 'chat', script: 'chat.js', exec_mode: 'cluster', instances: 4 },
] };
