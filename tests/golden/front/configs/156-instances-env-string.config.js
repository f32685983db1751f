module.exports = {
  apps: [{
    name: 'scalable',
    script: './index.js',
    instances: process.env.INSTANCES || 'max',
    exec_mode: process.env.INSTANCES === '1' ? 'fork' : 'cluster',
    max_memory_restart: process.env.MEMORY_LIMIT || '300M',
    autorestart: process.env.CI !== 'true' && process.env.CI !== '1'
  }]
}
