import { withFilter } from 'graphql-subscriptions';
import { pool } from './db';
import { CARD_MOVED, pubsub } from './pubsub';

interface Moved {
  board: string;
  cardMoved: { id: string; column: string; title: string };
}

export const resolvers = {
  Query: {
    cards: async (_: unknown, { board }: { board: string }) =>
      (await pool.query('SELECT * FROM cards WHERE board = $1', [board])).rows,
  },
  Mutation: {
    async moveCard(_: unknown, args: { board: string; id: string; column: string }) {
      const { rows } = await pool.query('UPDATE cards SET "column" = $1 WHERE id = $2 RETURNING *', [args.column, args.id]);
      await pubsub.publish(CARD_MOVED, { board: args.board, cardMoved: rows[0] } satisfies Moved);
      return rows[0];
    },
  },
  Subscription: {
    cardMoved: {
      subscribe: withFilter(
        () => pubsub.asyncIterator([CARD_MOVED]),
        (payload: Moved, variables: { board: string }) => payload.board === variables.board,
      ),
    },
  },
};
