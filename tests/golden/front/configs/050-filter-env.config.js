module.exports = {
  apps: [{
    name: 'clean-room',
    script: 'app.js',
    filter_env: ['REACT_', 'AWS_', 'npm_'],
    name_prefix: 'acme-',
    execute_command: true,
    force: true,
    autostart: false,
    disable_logs: true,
    disable_trace: true,
    deep_monitoring: false,
    io: { conf: { remote_port: 8080 } },
    pmx: false
  }]
}
