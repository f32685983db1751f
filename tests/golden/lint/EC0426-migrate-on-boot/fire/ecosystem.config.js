module.exports = {
  apps: [{ name: 'crm', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
