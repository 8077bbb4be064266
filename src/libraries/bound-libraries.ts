/** A library that queues its work, and calls back in the context of other work. */
export interface BoundLibrary {
  /** The name that switches it off (`OTEL_NODE_DISABLED_INSTRUMENTATIONS`). */
  readonly shortName: string;
  /** Its packages, with the versions whose internals are known. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
}

/**
 * Libraries whose callbacks run in another request unless they are bound: with a connection, in the request
 * that opened it; with a pool, in the request that released the connection; with a queue, in the request that
 * was served before. Promises need no binding: the code that awaits one continues in its own request.
 * `bindings.ts` has the binding of each library.
 */
export const BOUND_LIBRARIES: readonly BoundLibrary[] = [
  {
    shortName: 'pg',
    targets: { pg: ['>=8.0.3 <9'], 'pg-pool': ['>=2.0.0 <4'], 'pg-cursor': ['>=2 <3'] },
  },
  library('mysql', '>=2 <3'),
  library('mysql2', '>=1.4.2 <4'),
  library('cassandra-driver', '>=4.4.0 <5'),
  library('tedious', '>=1.11.0 <21'),
  library('mongodb', '>=4 <8'),
  library('ioredis', '>=4 <7'),
  { shortName: 'redis', targets: { '@redis/client': ['>=1 <2', '>=5 <7'] } },
  library('generic-pool', '>=2 <3'),
  library('lightning-pool', '>=4 <5'),
  library('amqplib', '>=0.5.5 <3'),
  library('ldapjs', '>=2 <4'),
  library('mqtt', '>=4 <6'),
  library('nodemailer', '>=4 <11'),
  {
    shortName: 'socket.io-client',
    targets: { 'socket.io-client': ['>=3 <5'], 'socket.io': ['>=3 <5'] },
  },
  library('ssh2', '>=1 <2'),
  library('asap', '>=2 <3'),
  library('async', '>=2 <4'),
  library('async-cache', '>=1 <2'),
  library('async-lock', '>=1 <2'),
  library('better-queue', '>=3 <4'),
  library('bluebird', '>=3 <4'),
  library('bottleneck', '>=2 <3'),
  library('cockatiel', '>=2 <5'),
  library('d3-queue', '>=3 <4'),
  library('es6-promise', '>=4 <5'),
  library('fastq', '>=1 <2'),
  library('function-rate-limit', '>=1 <2'),
  library('inflight', '>=1 <2'),
  library('lie', '>=3 <4'),
  library('locks', '>=0.2 <0.3'),
  library('memoizee', '>=0.4 <0.5'),
  library('mutexify', '>=1 <2'),
  // Later versions answer by promises and iterators.
  { shortName: 'nats-1', targets: { nats: ['>=1 <2'] } },
  library('neo-async', '>=2 <3'),
  library('p-queue', '>=4 <11'),
  library('promise', '>=7 <9'),
  library('promise-limit', '>=2 <3'),
  library('promise-queue', '>=2 <3'),
  library('promise-throttle', '>=1 <2'),
  library('q', '>=1 <3'),
  library('queue', '>=4 <8'),
  library('queue-promise', '>=2 <3'),
  library('rsvp', '>=4 <5'),
  library('rwlock', '>=5 <6'),
  library('rxjs', '>=6 <8'),
  library('semaphore', '>=1 <2'),
  library('throttled-queue', '>=3 <4'),
  library('thunky', '>=1 <2'),
  library('undici', '>=5 <9'),
  library('vasync', '>=2 <3'),
  library('when', '>=3 <4'),
  library('workerpool', '>=6 <11'),
];

function library(name: string, ...versions: readonly string[]): BoundLibrary {
  return { shortName: name, targets: { [name]: versions } };
}
