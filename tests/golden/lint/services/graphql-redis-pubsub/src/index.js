const { createServer } = require('http');
const { createSchema, createYoga } = require('graphql-yoga');
const { withFilter } = require('graphql-subscriptions');
const { pubsub, redis } = require('./pubsub');

const typeDefs = /* GraphQL */ `
  type Poll { id: ID! yes: Int! no: Int! }
  type Query { poll(id: ID!): Poll! }
  type Mutation { vote(id: ID!, yes: Boolean!): Poll! }
  type Subscription { poll(id: ID!): Poll! }
`;

async function read(id) {
  const { yes = 0, no = 0 } = await redis.hgetall(`poll:${id}`);
  return { id, yes: Number(yes), no: Number(no) };
}

const resolvers = {
  Query: { poll: (_, { id }) => read(id) },
  Mutation: {
    vote: async (_, { id, yes }) => {
      await redis.hincrby(`poll:${id}`, yes ? 'yes' : 'no', 1);
      const poll = await read(id);
      await pubsub.publish('POLL', { poll });
      return poll;
    },
  },
  Subscription: {
    poll: {
      subscribe: withFilter(
        () => pubsub.asyncIterator('POLL'),
        (payload, { id }) => payload.poll.id === id,
      ),
    },
  },
};

const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }) });
createServer(yoga).listen(process.env.PORT);
