module.exports = {
  apps: [{
    name: 'lunch-bot',
    script: 'src/bot.js',
    exec_mode: 'cluster',
    instances: 2,
    kill_timeout: 3000,
    env: { NODE_ENV: 'production' },
  }],
};
