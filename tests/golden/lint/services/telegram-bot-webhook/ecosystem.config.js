module.exports = {
  apps: [{
    name: 'parcel-bot',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 2,
    kill_timeout: 3000,
    env: { NODE_ENV: 'production', PORT: 8443, PUBLIC_URL: 'https://bot.example.com' },
  }],
};
