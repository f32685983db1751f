const settings = {
  useSocketRedis: process.env.USE_SOCKET_REDIS === 'true',
  redisUrl: process.env.REDIS_URL,
};

module.exports = settings;
