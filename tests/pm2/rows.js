// What is tried on a real PM2: per option two values, and how it is seen which of them the processes have. Where `seen`
// is missing, PM2's own record is looked at: it decides by that.
'use strict';

const told = name => p => p.told[name];
const variables = (...names) => p => names.map(name => p.told.env[name] ?? null);
const restarts = p => p.restarts;
const lines = p => p.line;

// with: what else the app says. required: the option is never left out. zero: a value that PM2 takes for not said.
// late: seen only after a while. fork, cluster: what is different there. root: as root only.
module.exports = {
  namespace: { one: 'first', two: 'second' },
  script: { one: './one', two: './two', required: true, seen: told('script') },
  cwd: { one: './here', two: './there', required: true, seen: told('cwd') },
  args: { one: '--one', two: '--two', seen: told('args') },
  exec_interpreter: { one: 'bash', two: 'dash', required: true, seen: told('interpreter'), cluster: { one: 'node', two: 'node-too' } },
  node_args: { one: '-e', two: '-u', seen: told('node_args'), cluster: { one: '--no-warnings', two: '--trace-warnings' } },
  instances: { one: 2, two: 3, seen: p => p.list.length },
  exec_mode: { one: 'cluster', two: 'fork', required: true, node: true, seen: told('mode') },
  uid: { one: 'daemon', two: 'games', root: true, seen: told('uid') },
  gid: { one: 'games', two: 'mail', root: true, with: { uid: 'daemon' }, seen: told('gid') },
  env: { one: { X: '1' }, two: { X: '2' }, with: { env: { Y: '1' } }, seen: variables('X', 'Y') },
  filter_env: { one: ['FROM_SHELL_A'], two: ['NOTHING_OF_THE_SHELL'], seen: variables('FROM_SHELL_A') },
  port: { one: 4001, two: 4002, seen: variables('PORT') },
  instance_var: { one: 'NUMBER_A', two: 'NUMBER_B', seen: variables('NODE_APP_INSTANCE', 'NUMBER_A', 'NUMBER_B') },
  increment_var: { one: 'COUNT_A', two: 'COUNT_B', seen: variables('COUNT_A', 'COUNT_B') },
  autorestart: { one: false, two: true },
  max_restarts: { one: 5, two: 7, zero: 0 },
  min_uptime: { one: 2000, two: 3000 },
  restart_delay: { one: 50, two: 60, zero: 0 },
  exp_backoff_restart_delay: { one: 50, two: 60, zero: 0 },
  stop_exit_codes: { one: [3], two: [4] },
  cron_restart: { one: '*/3 * * * * *', two: '0 0 1 1 *', late: true, seen: restarts },
  kill_timeout: { one: 1500, two: 1700, zero: 0 },
  kill_retry_time: { one: 110, two: 120 },
  treekill: { one: false, two: true },
  shutdown_with_message: { one: true, two: false, zero: false },
  wait_ready: { one: true, two: false, zero: false, with: { listen_timeout: 300 } },
  listen_timeout: { one: 1000, two: 1100, zero: 0 },
  max_memory_restart: { one: '500M', two: '600M' },
  watch: { one: ['watched/b'], two: ['watched/n'], zero: false, late: true, seen: restarts },
  ignore_watch: { one: ['watched/b'], two: ['watched/c'], late: true, with: { watch: ['watched/b'] }, seen: restarts },
  watch_delay: { one: 900000, two: 10, zero: 0, late: true, with: { watch: ['watched/b'] }, seen: restarts },
  watch_options: { one: { ignored: ['watched/b'] }, two: { ignored: ['watched/c'] }, late: true, with: { watch: ['watched/b'] }, seen: restarts },
  out_file: { one: './logs/one-out.log', two: './logs/two-out.log', seen: p => p.files('out') },
  error_file: { one: './logs/one-err.log', two: './logs/two-err.log', seen: p => p.files('err') },
  log_file: { one: './logs/one-all.log', two: './logs/two-all.log', seen: p => p.files('out') },
  pid_file: { one: './pids/one.pid', two: './pids/two.pid', seen: p => p.pidFiles() },
  merge_logs: { one: true, two: false, zero: false, with: { instances: 2 }, seen: p => p.files('out') },
  log_date_format: { one: 'YYYY', two: 'YYYY-MM', zero: '', seen: lines },
  time: { one: true, two: false, zero: false, seen: lines },
  log_type: { one: 'json', two: 'raw', seen: lines },
  disable_logs: { one: true, two: false, zero: false, seen: lines },
  pmx: { one: false, two: true },
  automation: { one: false, two: true },
  disable_source_map_support: { one: true, two: false, zero: false },
  vizion: { one: false, two: true },
  post_update: { one: ['true'], two: ['false'] },
  windowsHide: { one: false, two: true },
  io: { one: { a: 1 }, two: { a: 2 }, seen: variables('io') },
  nice: { one: 3, two: 4 },
  http: { one: { port: 1 }, two: { port: 2 } },
  env_file: { one: '.env', two: '.env.two', seen: variables('OF_A_FILE') },
};
