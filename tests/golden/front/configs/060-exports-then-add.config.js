module.exports = { apps: [] };

module.exports.apps.push({ name: 'added-later', script: 'later.js' });
module.exports.apps[0].env = { NODE_ENV: 'production' };
module.exports.deploy = {};
module.exports.deploy['production'] = { user: 'x', host: 'y', ref: 'z', repo: 'r', path: 'p' };
