const { PORT = 3000, HOST } = process.env;
const env = (name, fallback) => process.env[name] ?? fallback;
if (process.env.DEBUG) console.log('debug');
process.env.ZONE ||= 'eu';

module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    instances: Number(process.env.WORKERS) || 2,
    max_restarts: parseInt(process.env.RESTARTS, 10) || 5,
    args: [HOST, env('LEVEL', 'info'), env('MODE'), PORT],
    namespace: process.env.NODE_ENV === 'production' ? 'live' : 'test',
    wait_ready: !!process.env.READY,
    watch: process.env.WATCH ? [process.env.WATCH] : false,
    ignore_watch: process.env.IGNORE?.split(',') ?? ['logs'],
    out_file: process.env.OUT !== undefined ? process.env.OUT : 'out.log',
    error_file: typeof process.env.ERR === 'string' ? 'a' : 'b',
    cwd: 'ROOT' in process.env ? '/srv' : '.',
    filter_env: [process.env.EXTRA].filter(Boolean),
    env: { ZONE: process.env.ZONE },
  }],
};
