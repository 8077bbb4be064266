import { type AnyValue, SpanStatusCode } from '@opentelemetry/api';
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import {
  type BatchOutcome,
  BatchProcessor,
  type SettleBatch,
} from '../../../src/preload/delivery/batch-processor.ts';
import { Budget } from '../../../src/preload/delivery/budget.ts';
import { sizeOf } from '../../../src/preload/delivery/item-size.ts';
import type { Group } from '../../../src/preload/delivery/queue.ts';
import { splitRequest } from '../../../src/preload/delivery/split-request.ts';
import { decodeRequest } from '../../../src/receiver/decode.ts';
import { flattenRequest } from '../../../src/receiver/flatten.ts';
import { createRandom } from '../../helpers/random-environments.ts';

const MEGABYTE = 2 ** 20;
const OPTIONS = { maxQueueSize: 100, maxExportBatchSize: 50, scheduledDelayMillis: 60_000 };

/** An item is its size; it is encoded as one byte each. */
function createProcessor(budget = new Budget(100 * MEGABYTE)) {
  const sent: { groups: readonly Group<number>[]; settle: SettleBatch }[] = [];
  const bounds: string[] = [];
  const processor = new BatchProcessor<number>((groups, settle) => sent.push({ groups, settle }), OPTIONS, {
    sizeOf: size => size,
    budget,
    onDropped: bound => bounds.push(bound),
  });
  return { processor, sent, bounds };
}

const itemsOf = (groups: readonly Group<number>[]) => groups.flatMap(({ items }) => items ?? []);

describe('a batch', () => {
  it('has no more bytes than a collector takes, but for a single item', () => {
    const { processor, sent } = createProcessor();
    for (const size of [MEGABYTE, MEGABYTE, 9 * MEGABYTE, MEGABYTE, 1]) processor.add(size);
    processor.drain();

    expect(sent.map(({ groups }) => itemsOf(groups))).toEqual([
      [MEGABYTE, MEGABYTE],
      [9 * MEGABYTE],
      [MEGABYTE, 1],
    ]);
  });

  it('is sent as soon as it has so many bytes', () => {
    const { processor, sent } = createProcessor();
    for (let i = 0; i < 3; i++) processor.add(MEGABYTE);

    expect(sent).toHaveLength(1);
  });

  it('that is too large is halved until it is not, and one item that is too large alone is lost', () => {
    const { processor, sent } = createProcessor();
    for (let size = 1; size <= 8; size++) processor.add(size);
    processor.drain();

    const arrived: number[] = [];
    let lost = 0;
    for (let next = sent.shift(); next; next = sent.shift()) {
      const items = itemsOf(next.groups);
      const isTaken = items.length <= 2 && !items.includes(5);
      if (isTaken) arrived.push(...items);
      lost += next.settle(isTaken ? 'arrived' : 'too-large');
    }
    expect(arrived.sort()).toEqual([1, 2, 3, 4, 6, 7, 8]);
    expect(lost).toBe(1);
  });
});

describe('a budget', () => {
  it('holds for all batch processors together, and what it refuses is counted', () => {
    const budget = new Budget(10);
    const [first, second] = [createProcessor(budget), createProcessor(budget)];
    first.processor.add(6);
    second.processor.add(6);
    second.processor.add(4);
    first.processor.add(1);

    expect([first.processor.pending, second.processor.pending]).toEqual([1, 1]);
    expect([first.bounds, second.bounds]).toEqual([['bytes'], ['bytes']]);
  });

  it.each(['arrived', 'lost', 'too-large'] as const)(
    'has its bytes back when they are %s, not before',
    outcome => {
      const budget = new Budget(10);
      const { processor, sent } = createProcessor(budget);
      processor.add(10);
      processor.drain();
      processor.add(1);
      expect(processor.pending).toBe(0);

      sent[0]?.settle(outcome);
      processor.add(10);
      expect(processor.pending).toBe(1);
    },
  );

  it('is exact after any outcomes', () => {
    const random = createRandom(11);
    const outcomes: readonly BatchOutcome[] = ['arrived', 'lost', 'too-large', 'again'];
    const budget = new Budget(2000);
    const { processor, sent, bounds } = createProcessor(budget);
    let [added, arrived, lost] = [0, 0, 0];
    for (let step = 0; step < 5000; step++) {
      processor.add(1 + Math.floor(random() * 100));
      added++;
      if (random() < 0.1) processor.drain();
      const next = random() < 0.2 ? sent.shift() : undefined;
      const outcome = outcomes[Math.floor(random() * outcomes.length)] as BatchOutcome;
      if (outcome === 'arrived') arrived += next ? itemsOf(next.groups).length : 0;
      lost += next?.settle(outcome) ?? 0;
      expect(budget.held).toBeLessThanOrEqual(2000);
    }
    const underWay = sent.flatMap(({ groups }) => itemsOf(groups));
    processor.drain();
    const waiting = sent.flatMap(({ groups }) => itemsOf(groups));

    expect(arrived + lost + bounds.length + waiting.length).toBe(added);
    expect(underWay.length).toBeLessThanOrEqual(waiting.length);
    expect(Math.round(budget.held)).toBe(waiting.reduce((sum, size) => sum + size, 0));
  });
});

const resource = resourceFromAttributes({ 'service.name': 'shop' });

function endedSpans(count: number, attributes: Record<string, AnyValue> = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (let i = 0; i < count; i++) {
    const span = provider
      .getTracer(`scope ${i % 3}`)
      .startSpan(`span ${i}`, { attributes: attributes as never });
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'x'.repeat(100) });
    span.addEvent('event', { text: 'x'.repeat(100) });
    span.end();
  }
  return exporter.getFinishedSpans();
}

function emittedRecords(count: number, attributes: Record<string, AnyValue> = {}) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
  for (let i = 0; i < count; i++)
    provider.getLogger(`scope ${i % 3}`).emit({ body: `record ${i}`, attributes });
  return exporter.getFinishedLogRecords();
}

const FORMATS = [
  {
    signal: 'traces',
    protocol: 'http/protobuf',
    format: 'protobuf',
    encode: ProtobufTraceSerializer,
    of: endedSpans,
  },
  {
    signal: 'logs',
    protocol: 'grpc',
    format: 'protobuf',
    encode: ProtobufLogsSerializer,
    of: emittedRecords,
  },
  { signal: 'traces', protocol: 'http/json', format: 'json', encode: JsonTraceSerializer, of: endedSpans },
  { signal: 'logs', protocol: 'http/json', format: 'json', encode: JsonLogsSerializer, of: emittedRecords },
] as const;

describe('a request that is split', () => {
  it.each(FORMATS)('leaves one for each item, with resource and scope ($signal, $protocol)', row => {
    const { signal, protocol, format, encode, of } = row;
    const whole = encode.serializeRequest(of(7) as never) as Uint8Array;
    const parts = splitRequest({ signal, protocol }, whole);

    const decode = (body: Uint8Array) => flattenRequest(signal, decodeRequest(signal, format, body));
    const itemsIn = (body: Uint8Array) => [...decode(body).spans, ...decode(body).logs];
    expect(parts.map(part => itemsIn(part).length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(parts.flatMap(itemsIn)).toEqual(itemsIn(whole));
  });

  it.each(['http/protobuf', 'http/json'] as const)('leaves nothing of what is no request (%s)', protocol => {
    for (const body of [[], [1], [10], [10, 255, 255], [123], [8, 1], Buffer.from('{"a":[1]}')]) {
      expect(splitRequest({ signal: 'traces', protocol }, Uint8Array.from(body))).toEqual([]);
    }
  });
});

describe('the estimated size of an item', () => {
  const VALUES = {
    'a text': 'x'.repeat(1000),
    'a list of texts': Array.from({ length: 100 }, () => 'x'.repeat(100)),
    'a map': { a: { b: 'x'.repeat(1000) } },
    bytes: new Uint8Array(1000),
    numbers: Array.from({ length: 1000 }, (_, i) => i),
    nothing: '',
  };

  it.each(Object.entries(VALUES))('is about what it has encoded, with %s', (_, value) => {
    const attributes = { value };
    for (const { signal, encode, of } of FORMATS.slice(0, 2)) {
      const items = of(1, attributes);
      const alone = (encode.serializeRequest(items as never) as Uint8Array).length;
      const estimated = sizeOf(signal)(items[0]);
      expect(estimated).toBeGreaterThan(alone / 3);
      expect(estimated).toBeLessThan(3 * alone + 300);
    }
  });
});
