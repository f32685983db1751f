module.exports = {
  apps: [
    { name: 'portal', script: 'app.js', exec_mode: 'cluster', instances: 2 },
    { name: 'pages', script: 'pages.js', exec_mode: 'cluster', instances: 2 },
  ],
};
