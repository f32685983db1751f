module.exports = {
  apps: [
    { name: 'one', script: 'one.js', stateful: ['memory', 'cron', 'files', 'payments'] },
    { name: 'chat', script: 'chat.js', exec_mode: 'cluster', instances: 4, stateful: ['websocket', 'cron'] },
  ],
};
