module.exports = { apps: [require('./two'), require('./one'), require('./two.js')] };
