import type { Library } from './library.ts';

const OPERATIONS =
  'a span for each operation, named after its type and name, with the errors of its resolvers';

/**
 * What executes GraphQL operations, in addition to the versions of GraphQL.js
 * that upstream's instrumentation knows.
 */
export const GRAPHQL: readonly Library[] = [
  {
    name: 'graphql',
    kind: 'graphql',
    source: 'channel',
    targets: { graphql: ['>=17.0.0 <18'] },
    arrives: `${OPERATIONS} and subscriptions; on the request's span, why a document was rejected`,
  },
  {
    name: 'graphql-tools',
    kind: 'graphql',
    source: 'patch',
    targets: { '@graphql-tools/executor': ['>=1.0.0 <3'] },
    arrives: `${OPERATIONS}; used by GraphQL Yoga`,
  },
];
