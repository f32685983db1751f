const { RedisPubSub } = require('graphql-redis-subscriptions');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

const pubsub = new RedisPubSub({
  publisher: new Redis(process.env.REDIS_URL),
  subscriber: new Redis(process.env.REDIS_URL),
});

module.exports = { pubsub, redis };
