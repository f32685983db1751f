module.exports = {
  apps: [
    { name: 'bot', script: 'bot.js', exec_mode: 'cluster', instances: 2 },
    { name: 'discord', script: 'discord.js', exec_mode: 'cluster', instances: 2 },
  ],
};
