import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@apollo/server/express4';
import { makeExecutableSchema } from '@graphql-tools/schema';
import express from 'express';
import { useServer } from 'graphql-ws/lib/use/ws';
import { createServer } from 'http';
import { WebSocketServer } from 'ws';
import { resolvers } from './resolvers';
import { typeDefs } from './schema';

async function start() {
  const schema = makeExecutableSchema({ typeDefs, resolvers });
  const app = express();
  const httpServer = createServer(app);

  const wsServer = new WebSocketServer({ server: httpServer, path: '/graphql' });
  useServer({ schema }, wsServer);

  const apollo = new ApolloServer({ schema });
  await apollo.start();
  app.use('/graphql', express.json(), expressMiddleware(apollo));

  httpServer.listen(Number(process.env.PORT ?? 4000));
}

start();
