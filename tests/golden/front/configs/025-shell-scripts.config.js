module.exports = {
  apps: [
    { name: 'tunnel', script: './tunnel.sh', autorestart: true, restart_delay: 3000 },
    { name: 'prefect', script: 'PREFECT_API_URL="http://localhost:4200/api" prefect agent start -q default' },
    { name: 'sync', script: 'rsync -a /data/ backup:/data/', cron_restart: '*/15 * * * *', autorestart: false },
    { name: 'cargo-run', script: 'cargo', args: 'run --release --bin indexer', interpreter: 'none' },
    { name: 'compose', script: 'docker-compose', args: 'up', interpreter: 'none' }
  ]
};
