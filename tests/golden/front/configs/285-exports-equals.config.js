exports = module.exports = { apps: [{ name: 'both', script: 'x.js' }] };
exports.apps.push({ name: 'pushed', script: 'y.js' });
exports.extra = { note: 'still the same object' };
