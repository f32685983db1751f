module.exports = {
  apps: [
    { name: 'a', script: 'a.js', instances: '1' },
    { name: 'b', script: 'b.js', instances: 'MAX', exec_mode: 'cluster_mode' },
    { name: 'c', script: 'c.js', instances: '-1' },
    { name: 'd', script: 'd.js', instances: '50%' },
    { name: 'e', script: 'e.js', instances: '4,' }
  ]
};
