module.exports = {
  name: 'standalone',
  script: 'server.js',
  instances: 0,
  exec_mode: 'cluster',
  watch: false
};
