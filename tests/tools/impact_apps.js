// before.json and after.json: per option of the table one app in fork mode, as it is without it and with it, and one in
// cluster mode where its processes are replaced. The values are the examples of the table, except where an example would
// not run here.
'use strict';
const fs = require('fs');

const table = fs.readFileSync(process.env.SRC + '/schema/opt/options.def', 'utf8');
const rows = table.split(/^OPT\(/m).slice(1).map(row => ({
  name: /"([^"]+)"/.exec(row)[1],
  repr: /^\w+, (\w+)/.exec(row)[1],
  impact: (/\.impact = IMPACT_(\w+)/.exec(row) || [, 'NONE'])[1],
  example: /\.example = "((?:[^"\\]|\\.)*)"/.exec(row)[1],
}));

const here = process.cwd();
const values = {
  script: './other.sh', node_args: '-e', cwd: 'elsewhere', exec_interpreter: 'sh', env_file: '.env', depends_on: ['opt-namespace'],
  watch: ['elsewhere'], name: 'renamed', nice: 3, cron_timezone: 'UTC', instances: 2, min_uptime: 1, kill_timeout: 2000,
  uid: String(process.getuid()), gid: String(process.getgid()), kill_retry_time: 200, windowsHide: false, out_file: 'out.log',
  error_file: 'err.log', log_file: 'both.log', 'http.interval': 20000, 'http.timeout': 4000, 'http.unhealthy_after': 4,
  'http.healthy_after': 2, 'error.error_threshold': 60, 'log_rotate.retain': 7, listen: `unix:${here}/fork.sock`,
};
const inCluster = { script: './other.js', node_args: '--no-warnings', exec_interpreter: process.execPath, instances: 3, exec_mode: 'fork', listen: `unix:${here}/cluster.sock` };

const apps = { before: [], after: [] };

function add(base, option, value) {
  const [group, member] = option.split('.');
  const without = { ...base }, withIt = { ...base };
  if (member) Object.assign(without, { [group]: {} });
  if (member) Object.assign(withIt, { [group]: { [member]: value } });
  else withIt[group] = group === 'env' ? { ...base.env, ADDED: '1' } : value;
  apps.before.push(without);
  apps.after.push(withIt);
}

for (const { name: option, example, impact } of rows) {
  const value = option in values ? values[option] : eval('(' + example.replace(/\\"/g, '"') + ')');
  const base = { name: 'opt-' + option, script: './same.sh', min_uptime: 0, exec_mode: 'fork', env: { APP: option, JOURNAL: here + '/journal' } };
  if (option !== 'kill_timeout') base.kill_timeout = 60000; // time to say that it stops
  if (option === 'cwd') base.script = here + '/same.sh';
  if (option === 'increment_var') base.env.PORT = 1;
  if (option === 'merge_logs') base.instances = 2;
  if (option === 'exec_mode') Object.assign(base, { script: './same.js', listen_timeout: 60000 });
  add(base, option, value);
  if (!['RELOAD', 'RECREATE', 'SCALE'].includes(impact) || option === 'name' || option === 'execute_command') continue;
  const rolling = { ...base, name: 'cluster-' + option, script: option === 'cwd' ? here + '/same.js' : './same.js', exec_mode: 'cluster', instances: 2, listen_timeout: 60000,
    min_uptime: impact === 'RELOAD' ? 1500 : 0 }; // time to say that it has started
  rolling.env = { ...base.env, APP: 'cluster-' + option };
  if (option === 'increment_var') rolling.env.PORT = 2;
  if (option === 'port') continue; // as in fork mode, and the cluster's processes would share it
  add(rolling, option, inCluster[option] ?? value);
}
for (const side of ['before', 'after']) fs.writeFileSync(side + '.json', JSON.stringify({ apps: apps[side] }, null, 1));
console.log(rows.length);
