const os = require('os')

module.exports = {
  apps: [
    { name: 'all', script: 'a.js', instances: os.cpus().length, exec_mode: 'cluster' },
    { name: 'minus', script: 'a.js', instances: os.cpus().length - 1 || 1, exec_mode: 'cluster' },
    { name: 'half', script: 'a.js', instances: Math.max(1, Math.floor(os.cpus().length / 2)), exec_mode: 'cluster' },
    { name: 'capped', script: 'a.js', instances: Math.min(os.cpus().length, 4), exec_mode: 'cluster' },
  ],
}
