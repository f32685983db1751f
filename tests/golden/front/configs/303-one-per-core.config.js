const os = require('os');
const cores = os.cpus().length;
const apps = [];
for (let core = 0; core < cores; core++) {
  apps.push({ name: `core-${core}`, script: 'taskset', args: ['-c', String(core), 'node', 'worker.js'], interpreter: 'none' });
}
module.exports = { apps };
