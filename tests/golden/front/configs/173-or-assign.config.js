const opts = { instances: 0, watch: null, script: '' };
opts.instances ||= 4;
opts.watch ??= false;
opts.script &&= 'never.js';
opts.script ||= 'index.js';
opts.max_restarts ??= process.env.NODE_ENV === 'production' ? 10 : 0;

module.exports = { apps: [{ name: 'assigns', ...opts }] };
