module.exports = { apps: [ { name: 'a' } };
