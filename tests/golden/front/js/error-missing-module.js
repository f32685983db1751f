module.exports = require('./no-such-file');
