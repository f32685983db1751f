module.exports = {
  apps: [{
    name: 'game',
    script: 'lib/index.js',
    time: true,
    watch: false,
    instances: 4,
    exec_mode: 'fork',
    wait_ready: true,
    increment_var: 'PORT',
    env: { PORT: 2567 },
    env_production: { NODE_ENV: 'production', PORT: 2567 }
  }]
}
