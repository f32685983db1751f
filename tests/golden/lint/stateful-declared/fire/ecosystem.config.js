module.exports = {
  apps: [
    {
      name: 'arena',
      script: 'arena.py',
      interpreter: 'python3',
      exec_mode: 'cluster',
      instances: process.env.ARENAS || 2,
      stateful: ['websocket', 'cron', 'memory', 'files', 'payments'],
    },
    { name: 'chat', script: 'chat.js', exec_mode: 'cluster', instances: 4, stateful: ['websocket', 'memory'] },
  ],
};
