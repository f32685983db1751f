module.exports = {
  apps: [{ name: 'api', script: 'api.js', watch: true, watch: ['src'] }],
};
