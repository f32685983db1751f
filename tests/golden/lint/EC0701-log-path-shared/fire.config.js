const common = { out_file: 'logs/common.log' };
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', out_file: 'logs/out.log', error_file: './logs/api-error.log' },
    { name: 'web', script: 'web.js', out_file: './logs/out.log', error_file: 'logs/web.log', log_file: 'logs/web.log' },
    { name: 'c1', script: 'c1.js', ...common },
    { name: 'c2', script: 'c2.js', ...common },
    { name: 'worker_a', script: 'a.js' },
    { name: 'worker-a', script: 'b.js' },
  ],
};
