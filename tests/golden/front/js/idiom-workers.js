const count = Math.min(4, Math.max(1, parseInt(process.env.WORKERS || '2', 10) || 2)); const apps = [];
for (let i = 0; i < count; i++) { apps.push({ name: `worker-${String(i).padStart(2, '0')}`, script: './worker.js', env: { WORKER_ID: i, SHARD: `${i + 1}/${count}` } }); }
module.exports.apps = apps;
