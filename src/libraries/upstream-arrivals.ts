import type { ListedKind } from './library.ts';

type Arrival = readonly [kind: ListedKind, arrives: string];

const REQUEST: Arrival = ['http', 'the route of each request, and the errors of its handlers'];
const QUERY: Arrival = ['database', 'a CLIENT span for each query'];
const COMMAND: Arrival = ['database', 'a CLIENT span for each command'];
const RECORDS: Arrival = ['logger', 'its log records'];

/**
 * The telemetry of upstream's instrumentations and our bridges, by short name. A test fails if one has no row
 * here, usually a new one in upstream's collection.
 */
export const UPSTREAM_ARRIVALS: Readonly<Record<string, Arrival>> = {
  http: ['http', 'a SERVER span for each incoming request, a CLIENT span for each outgoing request'],
  undici: ['http', 'a CLIENT span for each request, also of `fetch`'],
  express: REQUEST,
  fastify: REQUEST,
  koa: REQUEST,
  hapi: REQUEST,
  restify: REQUEST,
  'nestjs-core': REQUEST,
  connect: ['http', 'the errors of its handlers'],
  router: REQUEST,
  hono: REQUEST,
  'socket.io': ['http', 'a span for each event sent or received'],
  grpc: ['http', 'a SERVER and a CLIENT span for each call'],
  'aws-sdk': ['http', 'a CLIENT span for each request to an AWS service'],
  graphql: ['graphql', ''],
  'cassandra-driver': QUERY,
  knex: ['database', 'a span for each query, if the driver creates none'],
  memcached: COMMAND,
  mongodb: COMMAND,
  mongoose: ['database', 'a span for each operation, if the driver creates none'],
  mysql: QUERY,
  mysql2: QUERY,
  oracledb: QUERY,
  pg: QUERY,
  tedious: QUERY,
  redis: COMMAND,
  ioredis: COMMAND,
  openai: ['ai', 'a CLIENT span for each request'],
  amqplib: ['work', 'a PRODUCER span for each message sent, a CONSUMER span for each message processed'],
  kafkajs: ['work', 'a PRODUCER span for each message sent, a CONSUMER span for each message processed'],
  pino: RECORDS,
  winston: RECORDS,
  bunyan: RECORDS,
  nest: RECORDS,
  log4js: RECORDS,
  consola: RECORDS,
  'runtime-node': [
    'runtime',
    'metrics of the heap, garbage collection and the event loop, if metrics are on',
  ],
  'host-metrics': ['runtime', 'metrics of the machine'],
  'lru-memoizer': ['context', 'callbacks in the context of their request'],
  'generic-pool': ['context', 'a span for each resource acquired from a pool'],
  dataloader: ['context', 'a span for each batch'],
  cucumber: ['context', 'a span for each step'],
  fs: ['runtime', 'a span for each operation on a file'],
  net: ['runtime', 'a span for each connection'],
  dns: ['runtime', 'a span for each look-up'],
};
