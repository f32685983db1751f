const many = process.env.NODE_ENV === 'production';
module.exports = { apps: [{
  name: 'seen',
  script: 'server.js',
  exec_mode: 'cluster',
  instances: many ? 4 : 2,
  wait_ready: true,
  max_memory_restart: many ? '1G' : '300M',
  env: { NODE_ENV: 'development' },
}] };
