import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { type KafkaBroker, KCAT, startKafka } from '../helpers/kafka.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { describeWith } from '../helpers/servers.ts';

const FOLDER = new URL('../fixtures/apps/ready-made', import.meta.url).pathname;

const WAYS = ['by-require.cjs', 'by-import.mjs'];

/** Since Node.js 24, kafkajs 2 is warned of the negative timeouts that it sets. */
const QUIET = { NODE_NO_WARNINGS: '1' };

let collector: Collector;
let broker: KafkaBroker | undefined;
beforeAll(async () => {
  [collector, broker] = await Promise.all([startCollector(), KCAT.path ? startKafka() : undefined]);
});
afterAll(() => Promise.all([collector.close(), broker?.close()]));

async function consumed(application: string, way: string): Promise<Received> {
  const service = `${application} ${way}`;
  const env = { ...QUIET, ...collector.environment(service), KAFKA_BROKER: broker?.address };

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

const CAME = [
  ['four', 'of four'],
  ['one', 'of one'],
  ['two', 'of two'],
];

/** The spans below each that the application makes: a message has one, also in a transaction. */
const SENT = [
  ['send batch', ['send batches', 'send batches', 'send others']],
  ['committed', ['send batches', 'transaction']],
  ['aborted', ['send others', 'transaction']],
];

describeWith(KCAT, 'batches and transactions of kafkajs', () => {
  it.each(WAYS)('have a span for each message, and keep its headers, %s', async way => {
    const service = `batches ${way}`;
    const argv = [process.execPath, way, 'kafkajs-batches', 'kafkajs'];
    const env = { ...QUIET, ...collector.environment(service), KAFKA_BROKER: broker?.address };
    const ended = await run(byOtelRun(argv), { cwd: FOLDER, env });

    expect(ended).toEqual({ code: 0, signal: null, stdout: `${JSON.stringify(CAME)}\n`, stderr: '' });
    const processed = ({ name }: ReceivedSpan) => name.startsWith('process batches-');
    const { spans, logs } = await collector.waitFor(service, got => got.spans.filter(processed).length >= 3);
    const shown = ({ name }: ReceivedSpan) => name.replace(/-\d+$/, '');
    const sent = SENT.map(([name]) => {
      const { traceId, spanId } = spans.find(span => span.name === name) ?? {};
      return [
        name,
        spans
          .filter(span => span.traceId === traceId && span.spanId !== spanId)
          .map(shown)
          .toSorted(),
      ];
    });
    expect(sent).toEqual(SENT);
    const producers = spans.filter(({ kind }) => kind === 'SPAN_KIND_PRODUCER').map(({ spanId }) => spanId);
    const sources = spans.filter(processed).flatMap(({ links }) => links);
    expect(sources).toHaveLength(3);
    expect(producers).toEqual(expect.arrayContaining(sources));
    const batches = spans.filter(({ name }) => name.startsWith('poll batches-')).map(({ spanId }) => spanId);
    expect(logs.map(({ spanId }) => spanId).toSorted()).toEqual(batches.toSorted());
  });
});

describeWith(KCAT, 'messages that an application sends by kafkajs', () => {
  it.each(WAYS)('are as before, with a span each, %s', async way => {
    const service = `kept ${way}`;
    const argv = [process.execPath, way, 'kafkajs-kept', 'kafkajs'];
    const env = { ...QUIET, KAFKA_BROKER: broker?.address };
    const bare = await run(argv, { cwd: FOLDER, env });

    const ended = await run(byOtelRun(argv), {
      cwd: FOLDER,
      env: { ...env, ...collector.environment(service) },
    });

    expect(bare).toMatchObject({ code: 0, stderr: '' });
    expect(ended).toEqual(bare);
    const { spans } = collector.of(service);
    expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_PRODUCER')).toHaveLength(4);
  });
});
