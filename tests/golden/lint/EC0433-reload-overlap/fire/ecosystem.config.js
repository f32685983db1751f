module.exports = {
  apps: [{ name: 'bot', script: 'bot.js', instances: 1, max_memory_restart: '300M' }],
};
