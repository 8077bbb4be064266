import type { Library } from './library.ts';

const JOB = 'a unit of work for each run of a job, `<name> run`';

const MESSAGE = 'a unit of work for each message, `<subscription> process`';

const TASK =
  'the spans of a task in its thread, as children of the span that was active when the task was started';

const PROCESSED = 'a unit of work for each job, `<queue> process`';

/** Schedulers, queues and subscriptions, in addition to those in `ready-made-units.ts`. */
export const WORK: readonly Library[] = [
  work('cron', JOB, { cron: ['>=2 <5'] }),
  work('node-schedule', JOB, { 'node-schedule': ['>=1.3 <3'] }),
  work('nest-schedule', JOB, { '@nestjs/schedule': ['>=2 <13'] }),
  work('toad-scheduler', JOB, { 'toad-scheduler': ['>=2 <5'] }),
  work('bree', `${JOB}, until its thread ends, with the thread's spans as children`, {
    bree: ['>=7 <10'],
  }),
  work('bull', PROCESSED, { bull: ['>=3 <5'] }),
  work('pg-boss', PROCESSED, { 'pg-boss': ['>=8 <13'] }),
  work('graphile-worker', 'a unit of work for each run of a task, `<task> process`', {
    'graphile-worker': ['>=0.13 <0.19'],
  }),
  work('sqs-consumer', PROCESSED, { 'sqs-consumer': ['>=7 <16'] }),
  work('nats', MESSAGE, {
    nats: ['>=2.6 <3'],
    '@nats-io/nats-core': ['>=3 <4'],
    '@nats-io/jetstream': ['>=3 <4'],
  }),
  work('mqtt', MESSAGE, { mqtt: ['>=4 <6'] }),
  work('pubsub', MESSAGE, { '@google-cloud/pubsub': ['>=3 <7'] }),
  work(
    'platformatic-kafka',
    'a PRODUCER span for each `send`, a unit of work for each message, `<topic> process`',
    {
      '@platformatic/kafka': ['>=1 <3'],
    },
  ),
  // Upstream's instrumentation creates the spans of messages that are sent and consumed.
  work('amqplib', 'a CLIENT span for each message fetched with `get`', { amqplib: ['>=0.5.5 <3'] }),
  work('piscina', TASK, { piscina: ['>=3 <6'] }),
  work('tinypool', TASK, { tinypool: ['>=0.5 <3'] }),
  work('workerpool', TASK, { workerpool: ['>=6 <11'] }),
];

function work(name: string, arrives: string, targets: Library['targets']): Library {
  return { name, kind: 'work', source: 'patch', targets, arrives };
}
