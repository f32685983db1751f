// An ecosystem of N apps, as YAML or JavaScript. usage: node generate.js yaml|js N
'use strict';
const [kind, count] = [process.argv[2], Number(process.argv[3])];
const app = (i) => ({
  name: `svc-${i}`,
  script: `./dist/svc${i}/main.js`,
  cwd: `./services/svc${i}`,
  instances: (i % 4) + 1,
  exec_mode: 'cluster',
  autorestart: true,
  max_memory_restart: '512M',
  max_restarts: 10,
  min_uptime: '10s',
  kill_timeout: 5000,
  error_file: `./logs/svc${i}-error.log`,
  out_file: `./logs/svc${i}-out.log`,
  log_date_format: 'YYYY-MM-DD HH:mm:ss',
  merge_logs: true,
  env: { NODE_ENV: 'development', PORT: 10000 + i },
  env_production: { NODE_ENV: 'production', PORT: 30000 + i },
});
const yaml = (value, indent) =>
  Object.entries(value)
    .map(([key, v]) => `${' '.repeat(indent)}${key}:${typeof v === 'object' ? `\n${yaml(v, indent + 2)}` : ` ${v}`}`)
    .join('\n');
const apps = Array.from({ length: count }, (_, i) => app(i));
if (kind === 'yaml') {
  process.stdout.write(`apps:\n${apps.map((a) => `  -${yaml(a, 4).slice(3)}`).join('\n')}\n`);
} else {
  process.stdout.write(`module.exports = ${JSON.stringify({ apps }, null, 2).replace(/"(\w+)":/g, '$1:')};\n`);
}
