module.exports = { apps: require('yaml').parse('[]') };
