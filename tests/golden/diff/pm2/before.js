module.exports = { apps: [
  { name: 'fork', script: 'a.js', time: true, env: { A: '1', GONE: '1' } },
  { name: 'rolls', script: 'a.js', instances: 2, env_production: { P: '1' } },
  { name: 'grows', script: 'a.js', instances: 2 },
  { name: 'stuck', script: 'a.js', out_file: 'a.log', port: 3000 },
  { name: 'modes', script: 'a.js' },
  { name: 'keeps', script: 'a.js', kill_timeout: 9000, restart_delay: 100 },
  { name: 'nightly', script: 'a.js', exec_mode: 'cluster', cron_restart: '0 3 * * *' },
  { name: 'checked', script: 'a.js' },
  { name: 'old name', script: 'b.js' },
  { name: 'gone', script: 'c.js' },
  { name: 'same', script: 'a.js' },
] };
