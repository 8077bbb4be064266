/**
 * Packages → the diagnostics channels that they publish and otel-run listens to, so that they are seen in any bundle.
 * Those of operations are the names of tracing channels. Doctor takes a file that contains the first name for one with
 * the package in it.
 */
export const PUBLISHED_CHANNELS = {
  '@redis/client': ['node-redis:command', 'node-redis:batch'],
  ai: ['ai:telemetry'],
  express: ['express.router.request'],
  fastify: ['fastify.initialization'],
  graphql: ['graphql:execute', 'graphql:subscribe', 'graphql:parse', 'graphql:validate'],
  h3: ['h3.request'],
  ioredis: ['ioredis:command'],
  // Without `mongoose:cursor:next`, which asks for each document.
  mongoose: [
    'mongoose:query',
    'mongoose:aggregate',
    'mongoose:model:save',
    'mongoose:model:insertMany',
    'mongoose:model:bulkWrite',
  ],
  // A pool connects before its first request. The part of mssql then listens to those of requests.
  mssql: ['mssql:connect'],
  mysql2: ['mysql2:query', 'mysql2:execute', 'mysql2:pool:connect'],
} as const;

/** A package that publishes channels. */
export type PublishingPackage = keyof typeof PUBLISHED_CHANNELS;

/** The names of a package's channels. */
export type ChannelOf<Name extends PublishingPackage> = (typeof PUBLISHED_CHANNELS)[Name][number];
