// An ecosystem of N apps, as YAML or JavaScript, each app with the options that real files give most often
// (about 300 bytes an app, as in the corpus the project measured); `loop` is JavaScript that makes them by a loop.
// usage: node generate.js yaml|js|loop N
'use strict';
const [kind, count] = [process.argv[2], Number(process.argv[3])];
const app = (i) => ({
  name: `svc-${i}`,
  script: `./dist/svc${i}/main.js`,
  cwd: `./services/svc${i}`,
  instances: (i % 4) + 1,
  exec_mode: 'cluster',
  autorestart: true,
  watch: false,
  max_memory_restart: '512M',
  env: { NODE_ENV: 'production', PORT: 10000 + i },
});
const yaml = (value, indent) =>
  Object.entries(value)
    .map(([key, v]) => `${' '.repeat(indent)}${key}:${typeof v === 'object' ? `\n${yaml(v, indent + 2)}` : ` ${v}`}`)
    .join('\n');
const apps = Array.from({ length: count }, (_, i) => app(i));
if (kind === 'yaml') {
  process.stdout.write(`apps:\n${apps.map((a) => `  -${yaml(a, 4).slice(3)}`).join('\n')}\n`);
} else if (kind === 'loop') {
  process.stdout.write(`const app = ${app};\nconst apps = [];\nfor (let i = 0; i < ${count}; i++) apps.push(app(i));\nmodule.exports = { apps };\n`);
} else {
  process.stdout.write(`module.exports = ${JSON.stringify({ apps }, null, 2).replace(/"(\w+)":/g, '$1:')};\n`);
}
