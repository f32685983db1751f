globalThis.SHARED_PORT = 3500;
global.prefix = 'g';
module.exports = { apps: [{ name: prefix + '-app', script: 'x.js', env: { PORT: SHARED_PORT, ALSO: globalThis.SHARED_PORT + 1, T: typeof notDefinedAnywhere } }] };
