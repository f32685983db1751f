module.exports = { LOG_LEVEL: 'info', CACHE: 'redis' };
