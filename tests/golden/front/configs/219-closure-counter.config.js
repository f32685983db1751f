const nextPort = ((start) => () => start++)(7000);
const make = (name, extra) => ({ name, script: `bin/${name}`, env: { PORT: nextPort() }, ...extra });

module.exports = { apps: [make('a'), make('b', { cron_restart: '@daily' }), make('c'), { ...make('d'), name: 'renamed' }], next: nextPort() };
