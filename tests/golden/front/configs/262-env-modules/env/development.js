module.exports = { LOG_LEVEL: 'debug', CACHE: 'memory' };
