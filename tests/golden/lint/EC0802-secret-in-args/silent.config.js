module.exports = {
  apps: [
    { name: 'bot', script: 'bot.js', args: `--name x --token ${process.env.TOKEN}` },
    { name: 'agent', script: 'agent.js', args: ['--token-file', '/run/secrets/token', '--password', '--port', 3000] },
    { name: 'keys', script: 'keys.js', args: '--token=changeme --key-size 2048' },
  ],
};
