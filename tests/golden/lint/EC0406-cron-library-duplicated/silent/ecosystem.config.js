const base = { script: 'server.js' };

module.exports = {
  apps: [
    { ...base, name: 'reports', exec_mode: 'cluster', instances: 4, env: { RUN_JOBS: 'false' } },
    { ...base, name: 'reports-jobs', exec_mode: 'fork', env: { RUN_JOBS: 'true', PORT: 3001 } },
  ],
};
