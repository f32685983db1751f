module.exports = {
  apps: [
    { name: 'bot', script: 'bot.js', args: '--name x --token tgm-4815162342' },
    { name: 'agent', script: 'agent.js', args: ['--db=postgres://u:s3same@db/x', '--port', 3000] },
    { name: 'run', script: 'API_KEY=qwertyuiop node run.js' },
  ],
};
