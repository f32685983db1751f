module.exports = {
  apps: {
    name: 'not-an-array',
    script: 'server.js',
    exec_mode: 'fork'
  }
};
