module.exports = { apps: [{ name: 'a', script: 'a.js', instances: 1 }] };
