module.exports = { apps: [{ name: 'api', script: 'api.js' }] };
