if (Date.now() > 1e12) throw new Error('too late');
module.exports = { apps: [{ name: 'api', script: 'a.js' }] };
