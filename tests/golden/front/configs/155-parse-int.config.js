const instances = parseInt(process.env.INSTANCES, 10) || 2;
const workers = parseInt(process.env.WORKERS || '1', 10);
const memory = parseInt(process.env.MEMORY_LIMIT || '512');

module.exports = {
  apps: [
    { name: 'web', script: 'web.js', instances: instances, exec_mode: instances > 1 ? 'cluster' : 'fork' },
    { name: 'worker', script: 'worker.js', instances: isNaN(workers) ? 1 : workers, max_memory_restart: memory + 'M' },
  ],
};
