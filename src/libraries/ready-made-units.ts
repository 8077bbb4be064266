import type { BundledInstrumentation } from 'virtual:instrumentations';

/**
 * Libraries whose callback clearly is a unit of work, with the versions whose internals are known. Their
 * short names switch them off (`OTEL_NODE_DISABLED_INSTRUMENTATIONS`). Consumers of RabbitMQ and Kafka get
 * their units from upstream's instrumentations of amqplib and kafkajs.
 */
export const READY_MADE_WORK: readonly BundledInstrumentation[] = [
  readyMade('pg', ['>=8.0.3 <9']),
  readyMade('redis', ['>=1 <2', '>=5 <7'], '@redis/client'),
  readyMade('ioredis', ['>=4 <7']),
  readyMade('bullmq', ['>=4 <7']),
  readyMade('bee-queue', ['>=1 <3']),
  readyMade('node-cron', ['>=3 <5']),
  readyMade('croner', ['>=6 <12']),
];

function readyMade(library: string, versions: string[], target = library): BundledInstrumentation {
  return {
    name: `otel-run/work-${library}`,
    shortName: library,
    part: `work-${library}`,
    exportName: 'enable',
    targets: { [target]: versions },
  };
}
