const settings = {};
module.exports = { apps: [{ name: settings.app.name, script: 'x.js' }] };
