import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { type KafkaBroker, KCAT, startKafka } from '../helpers/kafka.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { describeWith } from '../helpers/servers.ts';

const FOLDER = new URL('../fixtures/apps/ready-made', import.meta.url).pathname;

const WAYS = ['by-require.cjs', 'by-import.mjs'];

let collector: Collector;
let broker: KafkaBroker | undefined;
beforeAll(async () => {
  [collector, broker] = await Promise.all([startCollector(), KCAT.path ? startKafka() : undefined]);
});
afterAll(() => Promise.all([collector.close(), broker?.close()]));

async function consumed(application: string, way: string): Promise<Received> {
  const service = `${application} ${way}`;
  const env = { ...collector.environment(service), KAFKA_BROKER: broker?.address };

  const ended = await run(byOtelRun([process.execPath, way, application, 'kafkajs']), { cwd: FOLDER, env });

  expect(ended).toEqual({ code: 0, signal: null, stdout: 'done\n', stderr: '' });
  return collector.waitFor(
    service,
    ({ spans, logs }) => logs.length > 0 && spans.some(({ spanId }) => spanId === logs[0]?.spanId),
  );
}

function expectUnit({ spans, logs }: Received): void {
  const [record] = logs;
  expect(record).toMatchObject({ body: 'worked on it', attributes: { job: 'done' } });
  const unit = spans.find(({ spanId }) => spanId === record?.spanId);
  expect(unit).toMatchObject({
    name: expect.stringMatching(/^process orders/),
    kind: 'SPAN_KIND_CONSUMER',
    scope: '@opentelemetry/instrumentation-kafkajs',
    attributes: { 'messaging.system': 'kafka', 'messaging.operation.type': 'process' },
  });
}

describe.concurrent('messages of kafkajs', () => {
  it.each(WAYS)('are a unit of work each where the test hands them over, no broker, %s', async way => {
    const received = await consumed('kafkajs-by-hand', way);

    expectUnit(received);
    expect(received.spans[0]).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c' });
  });
});

describeWith(KCAT, 'messages of kafkajs that a broker hands over', () => {
  it.each(WAYS)('are a unit of work each, %s', async way => {
    const received = await consumed('kafkajs', way);

    expectUnit(received);
    const send = received.spans.find(({ name }) => name === 'send');
    expect(new Set(received.spans.map(({ traceId }) => traceId))).toEqual(new Set([send?.traceId]));
  });
});
