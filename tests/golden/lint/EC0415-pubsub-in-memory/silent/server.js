const { ApolloServer } = require('apollo-server');
const { RedisPubSub } = require('graphql-redis-subscriptions');

const pubsub = new RedisPubSub({ connection: process.env.REDIS_URL });
const typeDefs = 'type Query { a: Int } type Mutation { add(t: String): Int } type Subscription { added: String }';
const resolvers = {
  Mutation: {
    add: async (_, { t }) => {
      await pubsub.publish('ADDED', { added: t });
      return 1;
    },
  },
  Subscription: { added: { subscribe: () => pubsub.asyncIterator('ADDED') } },
};

new ApolloServer({ typeDefs, resolvers }).listen(4000);
