import { setTimeout as later } from 'node:timers/promises';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindFields } from '../../src/work/fields.ts';
import { withReadyMadeWork } from '../../src/work/ready-made-work.ts';
import { withWork } from '../../src/work/with-work.ts';
import type { WorkOptions } from '../../src/work/work-options.ts';
import { log, recorded, recordTelemetry } from './record-telemetry.ts';

beforeAll(() => recordTelemetry());
afterEach(() => recorded.clear());

const failure = new RangeError('no more');

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** The callback of a queue's worker, with what it was taken up in. */
function processing<Result>(callback: () => Result, takenUp = context.active()): Result {
  return withReadyMadeWork('orders process', { kind: 'consumer', from: {}, takenUp }, callback);
}

const names = () => recorded.spans().map(({ name }) => name);

describe('withReadyMadeWork', () => {
  it('makes a new trace of its own with fields of its own, whatever was under way where the library was set up', () => {
    withWork('start', () => {
      bindFields({ phase: 'start' });
      processing(() => {
        bindFields({ order: 7 });
        log('inside');
      });
      log('outside');
    });

    expect(recorded.span('orders process')).toMatchObject({
      kind: SpanKind.CONSUMER,
      parentSpanContext: undefined,
    });
    expect(recorded.log('inside')).toEqual({ order: 7 });
    expect(recorded.log('outside')).toEqual({ phase: 'start' });
  });

  it('gives back what the callback returned', async () => {
    expect(processing(() => 7)).toBe(7);
    await expect(processing(async () => 8)).resolves.toBe(8);
  });

  it.each([
    {
      does: 'throws',
      callback: () => {
        throw failure;
      },
    },
    { does: 'rejects with', callback: () => Promise.reject(failure) },
  ])('hands on and records what the callback $does', async ({ callback }) => {
    await expect(async () => processing(callback)).rejects.toBe(failure);

    expect(recorded.span('orders process')?.status.code).toBe(SpanStatusCode.ERROR);
  });

  it('makes no second unit inside of a withWork that was begun for the same job', () => {
    const takenUp = context.active();
    withWork('order', () => processing(() => log('inside'), takenUp));

    expect(names()).toEqual(['order']);
  });

  it('makes no second span inside of one that another instrumentation began for the same job, but fields of its own', () => {
    withWork('start', () => {
      const takenUp = context.active();
      trace.getTracer('other').startActiveSpan('process orders', span => {
        processing(() => {
          bindFields({ order: 7 });
          log('inside');
        }, takenUp);
        span.end();
      });
      log('outside');
    });

    expect(names()).toEqual(['process orders', 'start']);
    expect(recorded.log('inside')).toEqual({ order: 7 });
    expect(recorded.log('outside')).toEqual({});
  });

  it.each([
    { what: 'of the same name makes no second unit of work', around: 'cleanup run', spans: ['cleanup run'] },
    { what: 'of another name becomes a part of it', around: 'nightly', spans: ['cleanup run', 'nightly'] },
  ])('run by hand in a withWork $what', ({ around, spans }) => {
    withWork(around, () => withReadyMadeWork('cleanup run', {}, () => {}));

    expect(names()).toEqual(spans);
    expect(new Set(recorded.spans().map(span => span.spanContext().traceId)).size).toBe(1);
  });
});

interface Joining {
  readonly title: string;
  readonly name: string;
  readonly options: WorkOptions;
  readonly spans: readonly string[];
}

const JOINING: readonly Joining[] = [
  { title: 'of the same name', name: 'orders process', options: {}, spans: ['orders process'] },
  { title: 'of a message', name: 'order', options: { kind: 'consumer' }, spans: ['order'] },
  {
    title: 'of a message from a sender',
    name: 'order',
    options: { kind: 'consumer', from: { traceparent: TRACEPARENT } },
    spans: ['order'],
  },
  {
    title: 'that continues the trace of a sender',
    name: 'order',
    options: { kind: 'consumer', from: { traceparent: TRACEPARENT }, parent: true },
    spans: ['order', 'orders process'],
  },
  { title: 'of a part of the job', name: 'price', options: {}, spans: ['price', 'orders process'] },
];

describe('withWork inside of a ready-made unit of work', () => {
  it.each(JOINING)('$title leaves the job $spans', async ({ name, options, spans }) => {
    const attributes = { order: 7 };
    const returned = processing(async () => {
      await later(1);
      return withWork(name, { ...options, attributes }, async span => span.setAttribute('rows', 3) && 'done');
    });

    await expect(returned).resolves.toBe('done');
    expect(names()).toEqual(spans);
    expect(recorded.span(name)?.attributes).toEqual({ order: 7, rows: 3 });
    expect(recorded.span(name)?.links).toHaveLength(options.from && !options.parent ? 1 : 0);
  });

  it('joins it once: the second message of a job is a part of it', () => {
    processing(() => {
      withWork('order', { kind: 'consumer' }, () => {});
      withWork('order', { kind: 'consumer' }, () => {});
    });

    expect(names()).toEqual(['order', 'order']);
    expect(recorded.spans()[0]?.parentSpanContext?.spanId).toBe(recorded.spans()[1]?.spanContext().spanId);
  });

  it('does not join one that is over', async () => {
    let late: Promise<void> | undefined;
    processing(() => {
      late = later(1).then(() => withWork('orders process', () => {}));
    });
    await late;

    expect(names()).toEqual(['orders process', 'orders process']);
  });

  it('records what fails in it, also where the callback goes on', async () => {
    await processing(() => withWork('orders process', () => Promise.reject(failure)).catch(() => 'ignored'));

    expect(names()).toEqual(['orders process']);
    expect(recorded.span('orders process')?.attributes['error.type']).toBe('RangeError');
  });
});
