module.exports = {
  apps: [
    { name: 'api', script: './dist/main.js', instances: 2, exec_mode: 'cluster', watch: false },
    { name: "worker", script: "./dist/worker.js", instances: 1, env: { NODE_ENV: "production", PORT: 3001 } },
  ],
  deploy: { production: { user: 'deploy', host: ['a.example', 'b.example'], ref: 'origin/main' } },
};
