import { setTimeout as later } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withWork } from '../../src/work/with-work.ts';
import type { WorkOptions } from '../../src/work/work-options.ts';
import { recorded, recordTelemetry } from './record-telemetry.ts';

beforeAll(() => recordTelemetry());
afterEach(() => recorded.clear());

const failure = new RangeError('no more');

class Query {
  runs = 0;
  readonly result: () => Promise<unknown>;
  constructor(result: () => Promise<unknown>) {
    this.result = result;
  }
  // biome-ignore lint/suspicious/noThenProperty: a lazy query, as query builders have it
  then(...handlers: Parameters<Promise<unknown>['then']>): Promise<unknown> {
    this.runs++;
    return this.result().then(...handlers);
  }
}

/** Each way in which a function can end well with 7, or with `failure`; `inside` runs in the middle of the work. */
interface Shape {
  readonly shape: string;
  readonly succeed: (inside: () => void) => unknown;
  readonly fail: (inside: () => void) => unknown;
  /** Uses up what `withWork` returned. */
  readonly use: (returned: never) => unknown;
}

function fails(inside: () => void): never {
  inside();
  throw failure;
}

const SHAPES: readonly Shape[] = [
  {
    shape: 'a synchronous function',
    succeed: inside => {
      inside();
      return 7;
    },
    fail: fails,
    use: returned => returned,
  },
  {
    shape: 'an asynchronous function',
    succeed: async inside => {
      await later(1);
      inside();
      return 7;
    },
    fail: async inside => {
      await later(1);
      fails(inside);
    },
    use: returned => returned,
  },
  {
    shape: 'a promise of another realm',
    succeed: async inside => {
      inside();
      return runInNewContext('Promise.resolve(7)');
    },
    fail: inside => {
      inside();
      return runInNewContext('Promise').reject(failure);
    },
    use: returned => returned,
  },
  {
    shape: 'a thenable that runs when it is awaited',
    succeed: inside =>
      new Query(() =>
        Promise.resolve()
          .then(inside, inside)
          .then(() => 7),
      ),
    fail: inside => new Query(() => Promise.resolve().then(() => fails(inside))),
    use: async returned => await returned,
  },
  {
    shape: 'a generator',
    succeed: function* (inside) {
      yield 'first';
      inside();
      return 7;
    },
    fail: function* (inside) {
      yield 'first';
      fails(inside);
    },
    use: (generator: Generator) => {
      generator.next();
      return generator.next().value;
    },
  },
  {
    shape: 'an asynchronous generator',
    succeed: async function* (inside) {
      await later(1);
      yield 'first';
      await later(1);
      inside();
      return 7;
    },
    fail: async function* (inside) {
      yield 'first';
      await later(1);
      fails(inside);
    },
    use: async (generator: AsyncGenerator) => {
      await generator.next();
      return (await generator.next()).value;
    },
  },
];

describe.each(SHAPES)('withWork around $shape', ({ succeed, fail, use }) => {
  it('returns what it returns, in a span that is active inside and ends with it', async () => {
    let inside = '';
    const returned = withWork('work', span =>
      succeed(() => {
        inside = trace.getActiveSpan()?.spanContext().spanId ?? '';
        expect(span.isRecording()).toBe(true);
      }),
    );
    expect(await use(returned as never)).toBe(7);

    expect(recorded.spans()).toHaveLength(1);
    expect(recorded.span('work')).toMatchObject({
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: 'otel-run', version: '1.2.3' },
      parentSpanContext: undefined,
    });
    expect(recorded.span('work')?.spanContext().spanId).toBe(inside);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('records the error and hands it on', async () => {
    const attempt = async () => await use(withWork('work', () => fail(() => {})) as never);
    await expect(attempt()).rejects.toBe(failure);

    expect(recorded.spans()).toHaveLength(1);
    expect(recorded.span('work')).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: 'no more' },
      attributes: { 'error.type': 'RangeError' },
      events: [
        {
          name: 'exception',
          attributes: { 'exception.type': 'RangeError', 'exception.message': 'no more' },
        },
      ],
    });
  });

  it('makes a child of the unit of work around it, and brothers of its neighbours', async () => {
    await withWork('outer', async () => {
      const neighbours = ['one', 'two'].map(name =>
        Promise.resolve(use(withWork(name, () => succeed(() => {})) as never)),
      );
      await Promise.all(neighbours);
    });

    const outer = recorded.span('outer')?.spanContext();
    for (const name of ['one', 'two']) {
      expect(recorded.span(name)?.parentSpanContext?.spanId).toBe(outer?.spanId);
      expect(recorded.span(name)?.spanContext().traceId).toBe(outer?.traceId);
    }
  });
});

const SENDER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const TRACEPARENT = `00-${SENDER.traceId}-${SENDER.spanId}-01`;

interface Relation {
  readonly carrier: string;
  readonly from: NonNullable<WorkOptions['from']>;
}

const CARRIERS: readonly Relation[] = [
  { carrier: 'headers', from: { traceparent: TRACEPARENT } },
  { carrier: 'headers in another case', from: { TraceParent: TRACEPARENT } },
  { carrier: 'headers of bytes', from: { traceparent: Buffer.from(TRACEPARENT) } },
  { carrier: 'headers that are lists', from: { traceparent: [TRACEPARENT] } },
  { carrier: 'a Headers object', from: new Headers({ traceparent: TRACEPARENT }) },
  { carrier: 'a Map', from: new Map([['traceparent', TRACEPARENT]]) },
];

describe.each(CARRIERS)('withWork from $carrier', ({ from }) => {
  it('begins a new trace that is linked to the sender, also inside of other work', () => {
    withWork('outer', () => withWork('inner', { from, kind: 'consumer' }, () => {}));

    const inner = recorded.span('inner');
    expect(inner?.kind).toBe(SpanKind.CONSUMER);
    expect(inner?.parentSpanContext).toBeUndefined();
    expect(inner?.links).toMatchObject([{ context: SENDER }]);
    const traces = [SENDER.traceId, recorded.span('outer')?.spanContext().traceId];
    expect(traces).not.toContain(inner?.spanContext().traceId);
  });

  it("continues the sender's trace where that is asked for", () => {
    withWork('work', { from, parent: true }, () => {});

    expect(recorded.span('work')?.spanContext().traceId).toBe(SENDER.traceId);
    expect(recorded.span('work')?.parentSpanContext?.spanId).toBe(SENDER.spanId);
    expect(recorded.span('work')?.links).toEqual([]);
  });
});

describe('withWork', () => {
  it.each([
    { what: 'no sender', from: {} },
    { what: 'a sender that nobody can read', from: { traceparent: 'nonsense' } },
    { what: 'a carrier that throws', from: { get: () => fails(() => {}) } },
  ])('begins a new trace without a link from $what', ({ from }) => {
    withWork('outer', () => withWork('work', { from }, () => {}));

    expect(recorded.span('work')).toMatchObject({ parentSpanContext: undefined, links: [] });
  });

  it('gives the span the attributes and the kind of the options', () => {
    const attributes = { 'messaging.destination.name': 'orders', 'messaging.operation.name': 'process' };
    for (const kind of ['internal', 'server', 'client', 'producer', 'consumer'] as const) {
      withWork(kind, { kind, attributes }, () => {});
      expect(recorded.span(kind)?.kind).toBe(SpanKind[kind.toUpperCase() as 'CLIENT']);
      expect(recorded.span(kind)?.attributes).toEqual(attributes);
    }
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const unhandled: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', error => unhandled.push(error));
    withWork('work', async () => fails(() => {}));
    await later(5);
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);

    expect(unhandled).toEqual([failure]);
  });

  it('keeps what a promise and a thenable have beside then, and runs a lazy one as often as it is awaited', async () => {
    const cancel = () => {};
    const promise = withWork('promise', () => Object.assign(Promise.resolve(7), { cancel }));
    expect(promise.cancel).toBe(cancel);
    const query = new Query(async () => 7);
    const returned = withWork('query', () => query);
    expect(returned).toBe(query);
    expect(query.runs).toBe(0);
    await returned;
    expect(query.runs).toBe(1);
  });

  it('ends the span of a generator that is left early', () => {
    const generator = withWork('work', function* () {
      yield 1;
      yield 2;
    });
    for (const value of generator) if (value === 1) break;

    expect(recorded.spans()).toHaveLength(1);
  });

  it('runs what follows an awaited thenable in the context of the function that awaits it', async () => {
    const query = withWork('work', () => new Query(async () => 7));
    const spanAfterwards = await query.then(() => trace.getActiveSpan());

    expect(spanAfterwards).toBeUndefined();
  });

  it.each([
    { what: 'a string', thrown: 'disk full', message: 'disk full' },
    { what: 'nothing', thrown: undefined, message: 'undefined' },
    {
      what: 'an object without text',
      thrown: Object.create(null),
      message: 'a value without a string form was thrown',
    },
  ])('records that $what was thrown', ({ thrown, message }) => {
    let caught: unknown = 'nothing was caught';
    try {
      withWork('work', () => {
        throw thrown;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
    expect(recorded.span('work')).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message },
      attributes: { 'error.type': '_OTHER' },
    });
  });

  it.each([
    { name: undefined, warning: 'withWork needs a string as its name, but was given undefined' },
    { name: '', warning: 'withWork needs a string as its name, but was given an empty one' },
  ])('warns about the name $name and goes on', ({ name, warning }) => {
    expect(withWork(name as string, () => 7)).toBe(7);
    withWork(name as string, () => 7);

    expect(recorded.warnings).toEqual([warning]);
    expect(recorded.spans().map(span => span.name)).toEqual(['unnamed work', 'unnamed work']);
  });

  it('warns about a kind that there is not, and goes on', () => {
    expect(withWork('work', { kind: 'worker' as 'server' }, () => 7)).toBe(7);
    expect(recorded.warnings).toEqual([
      'withWork was given the span kind "worker", which is not one of internal, server, client, producer, consumer',
    ]);
  });

  it('warns once about names that hold ids', () => {
    for (let id = 0; id < 300; id++) withWork(`order ${id}`, () => {});

    expect(recorded.warnings).toHaveLength(1);
    expect(recorded.warnings[0]).toContain('more than 200 different names');
  });
});
