module.exports = { apps: [
  { name: 'fork', script: 'a.js', env: { A: '2', NEW: '1' }, args: '--x' },
  { name: 'rolls', script: 'a.js', instances: 2, env_production: { P: '2' }, max_memory_restart: '1G' },
  { name: 'grows', script: 'a.js', instances: 'max', exec_mode: 'cluster' },
  { name: 'stuck', script: 'a.js', out_file: 'b.log', port: 4000 },
  { name: 'modes', script: 'a.js', instances: 2, exec_mode: 'cluster' },
  { name: 'keeps', script: 'a.js', restart_delay: 0 },
  { name: 'nightly', script: 'a.js', exec_mode: 'cluster', cron_restart: '0 4 * * *' },
  { name: 'checked', script: 'a.js', http: { port: 3000 }, nice: 5 },
  { name: 'new name', script: 'b.js' },
  { name: 'added', script: 'd.py' },
  { name: 'same', script: 'a.js' },
] };
