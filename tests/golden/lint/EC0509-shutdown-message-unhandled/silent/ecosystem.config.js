module.exports = {
  apps: [{ name: 'pos', script: 'server.js', shutdown_with_message: true, kill_timeout: 8000 }],
};
