// Everything that runs on the box "atlas". Keep in the order of the firewall sheet.
module.exports = {
  apps: [
    { name: 'atlas-api', cwd: '/opt/atlas/api', script: 'dist/main.js', instances: 2, exec_mode: 'cluster', max_memory_restart: '768M', env: { PORT: 8100, NODE_ENV: 'production', LOG_FORMAT: 'json' }, error_file: '/var/log/atlas/api.err.log', out_file: '/var/log/atlas/api.out.log', merge_logs: true, time: true },
    { name: 'atlas-api-internal', cwd: '/opt/atlas/api', script: 'dist/internal.js', instances: 1, exec_mode: 'fork', max_memory_restart: '256M', env: { PORT: 8101, NODE_ENV: 'production', BIND: '127.0.0.1' }, merge_logs: true },
    { name: 'atlas-web', cwd: '/opt/atlas/web', script: 'node_modules/.bin/next', args: 'start -p 8102 -H 127.0.0.1', interpreter: 'none', env: { NODE_ENV: 'production' } },
    { name: 'atlas-ws', cwd: '/opt/atlas/ws', script: 'server.js', instances: 1, kill_timeout: 15000, env: { PORT: 8103, PING_INTERVAL: 25000, PING_TIMEOUT: 60000 } },
    { name: 'atlas-mailer', cwd: '/opt/atlas/workers', script: 'mailer.js', restart_delay: 5000, env: { QUEUE: 'mail', CONCURRENCY: 4 } },
    { name: 'atlas-thumbs', cwd: '/opt/atlas/workers', script: 'thumbs.js', max_memory_restart: '2G', node_args: '--max-old-space-size=1536', env: { QUEUE: 'thumbs', CONCURRENCY: 1, SHARP_CONCURRENCY: 2 } },
    { name: 'atlas-index', cwd: '/opt/atlas/search', script: '.venv/bin/python', args: '-m indexer --full --batch 500', interpreter: 'none', autorestart: false, cron_restart: '15 3 * * *' },
    { name: 'atlas-backup', cwd: '/opt/atlas/ops', script: './backup.sh', interpreter: 'bash', autorestart: false, cron_restart: '0 1 * * *', env: { TARGET: 's3://atlas-backup/daily', KEEP_DAYS: '14' } },
    { name: 'atlas-metrics', cwd: '/opt/atlas/ops', script: 'metrics.js', instances: 1, max_restarts: 100, min_uptime: '30s', env: { PORT: 9100, INTERVAL: '15s' } },
    { name: 'atlas-hooks', cwd: '/opt/atlas/hooks', script: 'index.js', env: { PORT: 8110, SECRET_FILE: '/etc/atlas/hook.secret' }, exp_backoff_restart_delay: 200 },
    { name: 'atlas-legacy', cwd: '/opt/atlas/legacy', script: 'app.coffee', interpreter: 'coffee', env: { PORT: 8120 }, watch: false, autorestart: true },
    { name: 'atlas-bot', cwd: '/opt/atlas/bot', script: 'src/bot.mjs', node_args: ['--experimental-specifier-resolution=node', '--no-warnings'], ignore_watch: ['data', 'logs'], env: { CHANNEL: '#ops', LOCALE: 'en-GB' } },
  ],
};
