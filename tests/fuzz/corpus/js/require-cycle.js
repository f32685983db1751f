module.exports = require('./lib/cycle-a');
