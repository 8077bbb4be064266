import { bindCallbackModel } from './bind-amqplib.ts';
import {
  bindAcknowledgements,
  bindLdapClient,
  bindNats,
  bindSftp,
  bindSshClient,
  bindTransports,
} from './bind-answers.ts';
import * as async from './bind-async.ts';
import { bindTasks } from './bind-better-queue.ts';
import { bindPromises } from './bind-bluebird.ts';
import { bindLimiter, bindLock, detachConnection, detachStore } from './bind-bottleneck.ts';
import {
  bindCallbacks,
  bindCallbacksAndEvents,
  bindFirstFunction,
  bindLastFunction,
  detach,
} from './bind-calls.ts';
import * as fastq from './bind-fastq.ts';
import { bindCluster } from './bind-ioredis.ts';
import { bindJobs, bindNumberedQueues } from './bind-jobs.ts';
import { bindLocks, bindMadeLocks } from './bind-locks.ts';
import { bindMade, bindMadeFunctions, bindMemoizers, withBoundFunctions } from './bind-made.ts';
import { bindCommands, bindConnection, bindPool } from './bind-mysql.ts';
import { bindQ } from './bind-q.ts';
import { bindRateLimit } from './bind-rate-limit.ts';
import { bindMerging, bindObservables } from './bind-rxjs.ts';
import { bindDispatchers } from './bind-undici.ts';
import { bindWorkers } from './bind-workerpool.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** Binds exports in place, or returns their replacement. */
export type Bind = (exports: Exports) => unknown;

/** How to bind a package: through its exports, or through exports of single files. */
export interface Binding {
  readonly exports?: Bind;
  /** By path inside the package. */
  readonly files?: Readonly<Record<string, Bind>>;
}

/** By package. */
export const BINDINGS: Readonly<Record<string, Binding>> = {
  pg: {
    files: {
      'lib/client.js': bindPgClient,
      'lib/native/client.js': bindPgClient,
    },
  },
  'pg-pool': { exports: Pool => bindCallbacks(Pool?.prototype, 'connect') },
  'pg-cursor': { exports: Cursor => bindCallbacks(Cursor?.prototype, 'read', 'close') },
  mysql: {
    files: {
      'lib/Pool.js': Pool => bindPool(Pool.prototype),
      'lib/PoolNamespace.js': Namespace => bindCallbacks(Namespace.prototype, 'getConnection', 'query'),
      'lib/Connection.js': Connection => bindConnection(Connection.prototype),
    },
  },
  mysql2: {
    files: {
      'lib/base/pool.js': Pool => bindCallbacks(Pool.prototype, 'getConnection', 'execute'),
      'lib/pool.js': Pool => bindCallbacks(Pool.prototype, 'getConnection', 'execute'),
      'lib/base/connection.js': Connection => bindCommands(Connection.prototype),
      'lib/connection.js': Connection => bindCommands(Connection.prototype),
    },
  },
  mongodb: { exports: ({ MongoClient }) => detach(MongoClient?.prototype, 'connect') },
  ioredis: {
    exports({ default: Redis, prototype, Cluster }) {
      detach(prototype ?? Redis?.prototype, 'connect');
      bindCluster(Cluster?.prototype);
    },
  },
  '@redis/client': {
    files: {
      'dist/lib/client/index.js': ({ default: Client }) => detach(Client?.prototype, 'connect'),
      'dist/lib/client/pool.js': ({ RedisClientPool: Pool }) => bindFirstFunction(Pool?.prototype, 'execute'),
    },
  },
  'cassandra-driver': {
    exports({ Client }) {
      bindCallbacks(Client?.prototype, 'eachRow', 'batch');
      bindCallbacksAndEvents(Client?.prototype, 'stream');
      detach(Client?.prototype, '_connect');
    },
  },
  tedious: {
    exports: ({ Connection }) =>
      bindCallbacks(
        Connection?.prototype,
        ...['execSql', 'execSqlBatch', 'execBulkLoad', 'callProcedure', 'prepare', 'unprepare', 'execute'],
        ...['beginTransaction', 'commitTransaction', 'rollbackTransaction', 'saveTransaction', 'reset'],
      ),
  },
  'generic-pool': { exports: ({ Pool }) => bindCallbacks(Pool?.prototype, 'acquire') },
  'lightning-pool': {
    exports: ({ Pool }) => bindCallbacks(Pool?.prototype, 'acquire', 'release', 'destroy'),
  },
  amqplib: { files: { 'lib/callback_model.js': bindCallbackModel } },
  ldapjs: { exports: bindLdapClient },
  mqtt: {
    exports: ({ MqttClient: Client }) =>
      bindCallbacks(Client?.prototype, 'publish', 'subscribe', 'unsubscribe', 'end'),
  },
  nodemailer: { exports: bindTransports },
  'socket.io-client': { exports: bindAcknowledgements },
  'socket.io': {
    exports: bindAcknowledgements,
    files: {
      'dist/broadcast-operator.js': ({ BroadcastOperator: Operator }) =>
        bindLastFunction(Operator?.prototype, 'emit'),
    },
  },
  ssh2: { files: { 'lib/client.js': bindSshClient, 'lib/protocol/SFTP.js': bindSftp } },
  asap: { exports: withBoundFunctions, files: { 'raw.js': withBoundFunctions } },
  async: { exports: async.bindShared },
  'async-cache': { exports: Cache => bindCallbacks(Cache?.prototype, 'get') },
  'async-lock': { exports: AsyncLock => bindCallbacks(AsyncLock?.prototype, 'acquire') },
  'better-queue': { exports: bindTasks },
  bluebird: { exports: bindPromises },
  bottleneck: {
    exports: bindLimiter,
    files: {
      'lib/Sync.js': bindLock,
      'lib/RedisDatastore.js': detachStore,
      'lib/RedisConnection.js': detachConnection,
      'lib/IORedisConnection.js': detachConnection,
    },
  },
  cockatiel: { exports: ({ BulkheadPolicy: Policy }) => bindFirstFunction(Policy?.prototype, 'execute') },
  'd3-queue': {
    exports({ queue }) {
      bindFirstFunction(queue?.prototype, 'defer');
      bindCallbacks(queue?.prototype, 'await', 'awaitAll');
    },
  },
  'es6-promise': { exports: library => bindCallbacks(library.Promise?.prototype, 'then') },
  fastq: { exports: fastq.bindQueues },
  'function-rate-limit': { exports: bindRateLimit },
  inflight: { exports: withBoundFunctions },
  lie: { exports: Lie => bindCallbacks(Lie?.prototype, 'then') },
  locks: { exports: bindLocks },
  memoizee: { exports: bindMemoizers },
  mutexify: { exports: bindMadeFunctions },
  nats: { exports: bindNats },
  'neo-async': { exports: async.bindShared },
  undici: { exports: ({ Client }) => bindDispatchers(Client?.prototype) },
  workerpool: { exports: bindWorkers },
  'p-queue': { exports: PQueue => bindFirstFunction(PQueue?.prototype, 'add') },
  promise: { exports: Then => bindCallbacks(Then?.prototype, 'then', 'done', 'nodeify') },
  'promise-limit': { exports: bindMadeFunctions },
  'promise-queue': { exports: Queue => bindFirstFunction(Queue?.prototype, 'add') },
  'promise-throttle': { exports: Throttle => bindFirstFunction(Throttle?.prototype, 'add') },
  q: { exports: bindQ },
  queue: { exports: bindJobs },
  'queue-promise': { exports: Queue => bindCallbacks(Queue?.prototype, 'enqueue', 'add') },
  rsvp: { exports: library => bindCallbacks(library.Promise?.prototype, 'then') },
  rwlock: { exports: bindMadeLocks },
  rxjs: {
    exports: bindObservables,
    files: { 'dist/cjs/internal/operators/mergeInternals.js': bindMerging },
  },
  semaphore: { exports: semaphore => bindMade(semaphore, 'take') },
  'throttled-queue': { exports: bindMadeFunctions },
  thunky: { exports: bindMadeFunctions },
  vasync: { exports: bindNumberedQueues },
  when: { exports: library => bindCallbacks(library.Promise?.prototype, 'then', 'done') },
};

function bindPgClient({ prototype }: Exports): void {
  bindCallbacks(prototype, 'query');
  detach(prototype, 'connect');
}
