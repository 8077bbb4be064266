/**
 * Libraries that otel-run instruments or listens to → a text in their code that no bundler changes: an error's message, a
 * code, the name of a symbol. Where it is in a file of the application, so is the library.
 */
export const LIBRARY_MARKS: Readonly<Record<string, string>> = {
  '@grpc/grpc-js': 'grpc-node.max_session_memory',
  '@hapi/hapi': 'Cannot start server while it is in',
  '@nestjs/core': 'Nest application successfully started',
  '@redis/client': 'The client is offline',
  amqplib: 'Channel ended, no reply will be forthcoming',
  bullmq: 'Missing lock for job',
  bunyan: 'bunyan usage error',
  'cassandra-driver': 'All host(s) tried for query failed',
  dataloader: 'DataLoader must be constructed with a function',
  express: '@@symbol:trust_proxy_default',
  fastify: 'FST_ERR_REOPENED_SERVER',
  'generic-pool': 'ResourceRequest timed out',
  graphql: 'Query root type must be provided',
  hono: 'Context is not finalized',
  ioredis: 'Reached the max retries per request limit',
  kafkajs: 'KafkaJSNonRetriableError',
  knex: 'Knex: Timeout acquiring a connection',
  koa: 'koa:application',
  mongodb: 'MongoTailableCursorError',
  mongoose: 'Cannot overwrite `',
  mysql: 'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  mysql2: 'Ignoring invalid configuration option passed to Connection',
  pg: 'SASL: SCRAM-SERVER',
  'pg-pool': 'Cannot use a pool after calling end on the pool',
  pino: 'pino.setLevel',
  'socket.io': 'socket.io:namespace',
  tedious: 'Requests can only be made in the',
  winston: 'Attempt to write logs with no transports',
};
