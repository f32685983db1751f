const { ApolloServer } = require('apollo-server');
const { PubSub } = require('graphql-subscriptions');

const pubsub = new PubSub();
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
