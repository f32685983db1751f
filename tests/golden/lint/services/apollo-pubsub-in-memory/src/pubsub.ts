import { PubSub } from 'graphql-subscriptions';

export const CARD_MOVED = 'CARD_MOVED';

export const pubsub = new PubSub();
