export const typeDefs = /* GraphQL */ `
  type Card {
    id: ID!
    column: String!
    title: String!
  }
  type Query {
    cards(board: ID!): [Card!]!
  }
  type Mutation {
    moveCard(board: ID!, id: ID!, column: String!): Card!
  }
  type Subscription {
    cardMoved(board: ID!): Card!
  }
`;
