// What is tried on a real PM2: per option a value, another one, and how its effect is seen. An option without a row
// is left out by name and with a reason.
'use strict';

// seen(p): of the app's processes as PM2 lists them, and of what its first process said about itself when it started.
const field = name => p => p.list.map(x => x.pm2_env[name] ?? null)[0];
const told = name => p => p.told[name];
const variable = name => p => p.told.env[name];
const count = p => p.list.length;

const rows = {
  namespace: { one: 'first', two: 'second' },
  script: { one: './one', two: './two', required: true, seen: told('script') },
  cwd: { one: './here', two: './there', required: true, seen: told('cwd') },
  args: { one: '--one', two: '--two', seen: told('args') },
  exec_interpreter: { one: 'bash', two: 'dash', required: true, seen: told('interpreter'), cluster: { one: 'node', two: 'node-too' } },
  node_args: { one: '-e', two: '-u', seen: told('node_args'), cluster: { one: '--no-warnings', two: '--trace-warnings' } },
  instances: { one: 2, two: 3, seen: count },
  exec_mode: { one: 'fork', two: 'cluster', required: true, only: 'node', seen: told('mode') },
  uid: { one: 'daemon', two: 'games', seen: told('uid') },
  gid: { one: 'games', two: 'mail', seen: told('gid'), with: { uid: 'daemon' } },
  env: { one: { X: '1' }, two: { X: '2' }, seen: variable('X'), with: { env: { Y: '1' } } },
  filter_env: { one: ['FROM_SHELL_A'], two: ['FROM_SHELL_B'], seen: p => [p.told.env.FROM_SHELL_A, p.told.env.FROM_SHELL_B] },
  port: { one: 4001, two: 4002, seen: variable('PORT') },
  instance_var: { one: 'NUMBER_A', two: 'NUMBER_B', seen: p => [p.told.env.NODE_APP_INSTANCE, p.told.env.NUMBER_A, p.told.env.NUMBER_B] },
  increment_var: { one: 'COUNT_A', two: 'COUNT_B', seen: p => [p.told.env.COUNT_A, p.told.env.COUNT_B] },
  autorestart: { one: false, two: true },
  max_restarts: { one: 5, two: 7, zero: 0 },
  min_uptime: { one: 2000, two: 3000, zero: 0, skip: { zero: 'PM2 refuses less than 100' } },
  restart_delay: { one: 50, two: 60, zero: 0 },
  exp_backoff_restart_delay: { one: 50, two: 60, zero: 0 },
  stop_exit_codes: { one: [3], two: [4] },
  cron_restart: { one: '*/2 * * * * *', two: '0 0 1 1 *', late: true, seen: p => p.restarts },
  kill_timeout: { one: 1500, two: 1700, zero: 0 },
  kill_retry_time: { one: 110, two: 120 },
  treekill: { one: false, two: true },
  shutdown_with_message: { one: true, two: false, zero: false, fork: { skip: 'only a program with a channel is told' } },
  wait_ready: { one: true, two: false, zero: false, fork: { skip: 'only a program with a channel says so' } },
  listen_timeout: { one: 1000, two: 1100, zero: 0 },
  max_memory_restart: { one: '500M', two: '600M' },
  watch: { one: ['watched/b'], two: ['watched/n'], zero: false, late: true, seen: p => p.restarts },
  ignore_watch: { one: ['watched/b'], two: ['watched/c'], late: true, with: { watch: ['watched/b'] }, seen: p => p.restarts },
  watch_delay: { one: 900000, two: 10, zero: 0, late: true, with: { watch: ['watched/b'] }, seen: p => p.restarts },
  watch_options: { one: { ignored: ['watched/b'] }, two: { ignored: ['watched/c'] }, late: true, with: { watch: ['watched/b'] }, seen: p => p.restarts },
  out_file: { one: './logs/one-out.log', two: './logs/two-out.log', seen: p => p.files('out') },
  error_file: { one: './logs/one-err.log', two: './logs/two-err.log', seen: p => p.files('err') },
  log_file: { one: './logs/one-all.log', two: './logs/two-all.log', seen: p => p.files('out') },
  pid_file: { one: './pids/one.pid', two: './pids/two.pid', seen: p => p.pidFiles() },
  merge_logs: { one: true, two: false, zero: false, with: { instances: 2 }, seen: p => p.files('out') },
  log_date_format: { one: 'YYYY', two: 'YYYY-MM', zero: '', seen: p => p.line() },
  time: { one: true, two: false, zero: false, seen: p => p.line() },
  log_type: { one: 'json', two: 'raw', seen: p => p.line() },
  disable_logs: { one: true, two: false, zero: false, seen: p => p.line() },
  pmx: { one: false, two: true },
  automation: { one: false, two: true },
  disable_source_map_support: { one: true, two: false, zero: false },
  vizion: { one: false, two: true },
  post_update: { one: ['true'], two: ['false'] },
  windowsHide: { one: false, two: true },
  io: { one: { a: 1 }, two: { a: 2 }, seen: variable('io') },
};

module.exports = rows;
