module.exports = { LOG_LEVEL: 'warn', CACHE: 'redis' };
