const os = require('os');

/** How busy this one process is; each worker measures itself. */
let last = process.cpuUsage();
let lastAt = process.hrtime.bigint();
let usage = 0;
const samples = [];

const timer = setInterval(() => {
  const now = process.cpuUsage(last);
  const at = process.hrtime.bigint();
  usage = (now.user + now.system) / Number((at - lastAt) / 1000n);
  samples.push(usage);
  if (samples.length > 60) samples.shift();
  last = process.cpuUsage();
  lastAt = at;
}, 1000);
timer.unref();

exports.tooBusy = () => usage > 0.95 && os.loadavg()[0] > os.cpus().length * 2;
exports.average = () => samples.reduce((a, b) => a + b, 0) / (samples.length || 1);
