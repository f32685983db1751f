const defaults = { autorestart: true, max_restarts: 10, time: true }; let next = 4000;
const make = (name, extra = {}) => ({ ...defaults, name, cwd: `./services/${name}`, script: 'index.js', env: { PORT: next++, ...extra.env }, ...extra.options });
module.exports = { apps: [make('auth'), make('mail', { env: { QUEUE: 'mail' } }), make('cron', { options: { cron_restart: '0 2 * * *', autorestart: false } })].concat(process.env.EXTRA ? make('extra') : []) };
