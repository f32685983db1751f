module.exports = {
  apps: [
    { name: 'bot', script: 'bot.js', exec_mode: 'fork', max_memory_restart: '300M' },
    { name: 'web', script: 'web.js', exec_mode: 'cluster', instances: 1, max_memory_restart: '300M' },
  ],
};
