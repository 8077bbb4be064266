import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { type Attributes, type Context, createContextKey, trace } from '@opentelemetry/api';
import type { ReadableSpan, SpanLimits } from '@opentelemetry/sdk-trace';
import { type Plugin, rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;

/** What is compared: the packages as they are, and as they are bundled. */
interface Packages extends Pick<typeof import('@opentelemetry/api'), 'ROOT_CONTEXT'> {
  readonly TracerProvider: typeof import('@opentelemetry/sdk-trace').TracerProvider;
  readonly RandomIdGenerator: typeof import('@opentelemetry/sdk-trace').RandomIdGenerator;
  readonly isSpanContextValid: typeof import('@opentelemetry/api').isSpanContextValid;
  readonly ProtobufLogsSerializer: typeof import('@opentelemetry/otlp-transformer').ProtobufLogsSerializer;
  readonly ProtobufTraceSerializer: typeof import('@opentelemetry/otlp-transformer').ProtobufTraceSerializer;
  readonly ProtobufMetricsSerializer: typeof import('@opentelemetry/otlp-transformer').ProtobufMetricsSerializer;
}

const ENTRY = `
  export { isSpanContextValid, ROOT_CONTEXT } from '@opentelemetry/api';
  export { RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
  export {
    ProtobufLogsSerializer, ProtobufMetricsSerializer, ProtobufTraceSerializer,
  } from '@opentelemetry/otlp-transformer';
`;

let upstream: Packages;
let ours: Packages;

beforeAll(async () => {
  const { cheaperUpstream } = await import(join(ROOT, 'scripts/build/cheaper-upstream.mjs'));
  const { ownProtobufWriter } = await import(join(ROOT, 'scripts/build/own-modules.mjs'));
  [upstream, ours] = await Promise.all([bundled([]), bundled([cheaperUpstream(), ownProtobufWriter(ROOT)])]);
});

async function bundled(plugins: readonly Plugin[]): Promise<Packages> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: source => (source === 'entry' ? join(ROOT, 'entry.mjs') : null),
    load: id => (id === join(ROOT, 'entry.mjs') ? ENTRY : null),
  };
  const build = await rolldown({ input: 'entry', cwd: ROOT, platform: 'node', plugins: [entry, ...plugins] });
  const { output } = await build.generate({ format: 'cjs', codeSplitting: false });
  await build.close();
  const packages = {};
  compileFunction(output[0].code, ['exports', 'require'])(packages, createRequire(import.meta.url));
  return packages as Packages;
}

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'a1ad6b7169203332', traceFlags: 1 };

describe('what is bundled in another way than upstream has it', () => {
  it('has contexts of the same values, whatever is set and deleted in whatever order', () => {
    const keys = ['a', 'b', 'c'].map(createContextKey);
    const [a = Symbol(), b = Symbol(), c = Symbol()] = keys;
    const changes: readonly ((context: Context, value: number) => Context)[] = [
      (context, value) => context.setValue(a, value),
      (context, value) => context.setValue(b, value),
      (context, value) => context.setValue(c, value),
      context => context.setValue(a, undefined),
      context => context.deleteValue(a),
      context => context.deleteValue(b),
    ];
    const valuesOf = (context: Context) => keys.map(key => context.getValue(key));
    const compare = (ourContext: Context, upstreamContext: Context, left: number): void => {
      for (const change of left === 0 ? [] : changes)
        compare(change(ourContext, left), change(upstreamContext, left), left - 1);
      expect(valuesOf(ourContext)).toEqual(valuesOf(upstreamContext));
    };

    compare(ours.ROOT_CONTEXT, upstream.ROOT_CONTEXT, 5);
  });

  it('holds no value in a context that was replaced or deleted', () => {
    const [a, b] = [createContextKey('a'), createContextKey('b')];
    let context = ours.ROOT_CONTEXT;
    for (let time = 0; time < 1000; time++)
      context = context.setValue(a, `replaced ${time}`).setValue(b, `deleted ${time}`).deleteValue(b);

    expect(JSON.stringify(context.setValue(a, 'last'))).not.toMatch(/replaced|deleted/);
  });

  it('has contexts whose private map can be written into', () => {
    const [a, b] = [createContextKey('a'), createContextKey('b')];
    const valuesOf = ({ ROOT_CONTEXT }: Packages) => {
      const context = ROOT_CONTEXT.setValue(a, 'before').setValue(b, 'b');
      const child = context.setValue(b, 'child');
      // As @elysiajs/opentelemetry does.
      Reflect.get(context, '_currentContext').set(a, 'after');
      return [context, child, context.setValue(b, 'later'), context.deleteValue(b)].map(each => [
        each.getValue(a),
        each.getValue(b),
      ]);
    };

    expect(valuesOf(ours)).toEqual(valuesOf(upstream));
  });

  it.each([
    { what: 'no limit', spanLimits: {} },
    { what: 'fewer attributes', spanLimits: { attributeCountLimit: 2 } },
    { what: 'as many attributes', spanLimits: { attributeCountLimit: 4 } },
    { what: 'shorter values', spanLimits: { attributeValueLengthLimit: 3 } },
    { what: 'values that are just short enough', spanLimits: { attributeValueLengthLimit: 5 } },
    { what: 'values that are long enough', spanLimits: { attributeValueLengthLimit: 6 } },
    {
      what: "a sampler's attributes",
      spanLimits: {},
      attributes: { sampled: 'because', 'url.path': '/sampled' },
    },
    {
      what: "fewer than with a sampler's attributes",
      spanLimits: { attributeCountLimit: 4 },
      attributes: { sampled: 'because' },
    },
  ])('exports the same spans with $what', ({ spanLimits, attributes }) => {
    expect(exportedSpans(ours, spanLimits, attributes)).toEqual(
      exportedSpans(upstream, spanLimits, attributes),
    );
  });
});

describe('encoding', () => {
  const span = (index: number, length: number) => ({
    ...{ name: `span ${index}`, kind: 0, links: [], events: [], status: { code: 0 } },
    ...{
      resource: { attributes: { 'service.name': 'a' } },
      instrumentationScope: { name: `scope ${index % 3}` },
    },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    ...{
      startTime: [1, index],
      endTime: [2, index],
      attributes: { text: 'ä'.repeat(length), number: index },
    },
    spanContext: () => ({
      ...SPAN,
      traceId: index % 7 === 0 ? SPAN.traceId : index.toString(16).padStart(32, '0'),
      spanId: index.toString(16).padStart(16, '0'),
    }),
  });
  const record = (index: number, length: number) => ({
    ...{ body: `message ${index}`, severityNumber: 9, attributes: { text: 'x'.repeat(length) } },
    ...{ resource: { attributes: {} }, instrumentationScope: { name: 'scope' }, droppedAttributesCount: 0 },
    ...{ hrTime: [1, index], hrTimeObserved: [1, index], spanContext: SPAN },
  });

  it.each([
    { count: 0, length: 0 },
    { count: 1, length: 1 },
    { count: 40, length: 100 },
    { count: 3, length: 70_000 },
    { count: 200, length: 10_000 },
    { count: 40, length: 100 },
  ])('writes the same bytes of $count items of $length characters', ({ count, length }) => {
    const spans = Array.from({ length: count }, (_, index) => span(index, length)) as never[];
    const records = Array.from({ length: count }, (_, index) => record(index, length)) as never[];
    const encode = ({ ProtobufTraceSerializer, ProtobufLogsSerializer }: Packages) => [
      ProtobufTraceSerializer.serializeRequest(spans),
      ProtobufLogsSerializer.serializeRequest(records),
    ];

    const [ourSpans, ourRecords] = encode(ours);

    const [theirSpans, theirRecords] = encode(upstream);
    expect(Buffer.compare(ourSpans as Uint8Array, theirSpans as Uint8Array)).toBe(0);
    expect(Buffer.compare(ourRecords as Uint8Array, theirRecords as Uint8Array)).toBe(0);
  });

  it.each([
    { what: 'integers', values: [0, 1, 127, 128, 300, 16_383, 16_384, 2 ** 21, 2 ** 28, 2 ** 31] },
    { what: 'large integers', values: [2 ** 32 - 1, 2 ** 32, 2 ** 35, 2 ** 53, 2 ** 62, 2 ** 63] },
    { what: 'negative integers', values: [-0, -1, -128, -(2 ** 31), -(2 ** 32), -(2 ** 53), -(2 ** 63)] },
    { what: 'other numbers', values: [1.5, -0.1, Number.NaN, Number.POSITIVE_INFINITY, 5e-324] },
    { what: 'ASCII', values: ['', 'a', 'a'.repeat(127), 'a'.repeat(128), 'a'.repeat(70_000), '\0\x7f'] },
    { what: 'other text', values: ['ä', 'a€'.repeat(50), '😀'.repeat(63), '\ud800', 'x\udc00y'] },
    {
      what: 'text made of parts',
      values: [`${'a'.repeat(30)}${'b'.repeat(30)}`, 'ab'.repeat(40).slice(3, 60)],
    },
    { what: 'other values', values: [true, false, null, [1, 'a', [2]], { a: { b: [] } }, Buffer.from('ab')] },
  ])('writes the same bytes of $what', ({ values }) => {
    const attributes = Object.fromEntries(values.map((value, index) => [`value.${index}`, value]));
    const item = { ...span(1, 1), attributes } as never;
    const encode = ({ ProtobufTraceSerializer }: Packages) =>
      ProtobufTraceSerializer.serializeRequest([item]);

    expect(Buffer.compare(encode(ours) as Uint8Array, encode(upstream) as Uint8Array)).toBe(0);
  });

  it('writes the same bytes of metrics', () => {
    const point = { startTime: [1, 2], endTime: [3, 4], attributes: { route: '/' } };
    const buckets = (offset: number) => ({ offset, bucketCounts: [1, 0, 300] });
    const exponential = { count: 3, sum: -1.5, scale: -3, zeroCount: 1, min: -2, max: 1 };
    const metric = (dataPointType: number, values: readonly unknown[]) => ({
      descriptor: { name: `metric ${dataPointType}`, description: '', unit: 's', valueType: 0 },
      ...{ aggregationTemporality: 1, dataPointType, isMonotonic: false },
      dataPoints: values.map(value => ({ ...point, value })),
    });
    const metrics = {
      resource: { attributes: { 'service.name': 'a' } },
      scopeMetrics: [
        {
          scope: { name: 'scope' },
          metrics: [
            metric(0, [
              { count: 2, sum: 3, min: 1, max: 2, buckets: { boundaries: [1, 2.5], counts: [1, 1, 0] } },
            ]),
            metric(1, [{ ...exponential, positive: buckets(-1), negative: buckets(70) }]),
            metric(2, [1, -1, 2 ** 40, -(2 ** 40), 0]),
            metric(3, [5]),
          ],
        },
      ],
    } as never;
    const encode = ({ ProtobufMetricsSerializer }: Packages) =>
      ProtobufMetricsSerializer.serializeRequest(metrics) as Uint8Array;

    expect(encode(upstream).length).toBeGreaterThan(300);
    expect(Buffer.compare(encode(ours), encode(upstream))).toBe(0);
  });

  it('keeps what was encoded before, and what is encoded meanwhile', () => {
    const { ProtobufTraceSerializer } = ours;
    const encode = (value: object) => ProtobufTraceSerializer.serializeRequest([value as never]);
    const [inner, outer] = [span(1, 10), span(2, 10)];
    const expected = [inner, outer].map(value =>
      Buffer.from(upstream.ProtobufTraceSerializer.serializeRequest([value as never]) as Uint8Array),
    );
    let meanwhile: unknown;
    const encoded = encode({
      ...outer,
      get name() {
        meanwhile = encode(inner);
        return outer.name;
      },
    });
    encode(span(3, 50));

    expect([meanwhile, encoded].map(bytes => Buffer.from(bytes as Uint8Array))).toEqual(expected);
  });

  it('goes on after an item that cannot be encoded', () => {
    const { ProtobufTraceSerializer } = ours;
    const broken = { ...span(1, 10), name: undefined };
    expect(() => ProtobufTraceSerializer.serializeRequest([broken as never])).toThrow();
    expect(ProtobufTraceSerializer.serializeRequest([span(2, 10) as never])).toEqual(
      upstream.ProtobufTraceSerializer.serializeRequest([span(2, 10) as never]),
    );
  });
});

describe('ids', () => {
  it('are random, as long as they have to be, and never zero', () => {
    const generator = new ours.RandomIdGenerator();
    const ids = Array.from({ length: 10_000 }, (_, index) =>
      index % 3 === 0 ? generator.generateTraceId() : generator.generateSpanId(),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id, index) => !(index % 3 === 0 ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{16}$/).test(id)),
    ).toEqual([]);
    // Each digit at each place about as often as the others.
    for (let place = 0; place < 16; place++) {
      const counts = new Map<string, number>();
      for (const id of ids) counts.set(id.charAt(place), (counts.get(id.charAt(place)) ?? 0) + 1);
      expect(counts.size).toBe(16);
      expect(Math.min(...counts.values())).toBeGreaterThan(400);
    }
  });

  it('are drawn again where they would be zero', () => {
    const { random } = Math;
    try {
      let draws = 0;
      Math.random = () => (draws++ < 16 ? 0 : random());
      const generator = new ours.RandomIdGenerator();
      for (let index = 0; index < 10; index++) expect(generator.generateSpanId()).not.toMatch(/^0+$/);
    } finally {
      Math.random = random;
    }
  });

  it('are checked alike', () => {
    const contexts = [
      SPAN,
      SPAN,
      { ...SPAN, traceId: '0'.repeat(32) },
      { ...SPAN, spanId: 'x' },
      SPAN,
      { ...SPAN },
    ];
    expect(contexts.map(ours.isSpanContextValid)).toEqual(contexts.map(upstream.isSpanContextValid));
  });
});

/** As OTLP has two spans, each with a parent, links, and more attributes than some limits. */
function exportedSpans(packages: Packages, spanLimits: SpanLimits, sampled: Attributes | undefined): unknown {
  const ended: ReadableSpan[] = [];
  const provider = new packages.TracerProvider({
    spanLimits,
    idGenerator: { generateTraceId: () => SPAN.traceId, generateSpanId: () => 'B7AD6B7169203331' },
    sampler: { shouldSample: () => ({ decision: 2, ...(sampled && { attributes: sampled }) }) },
    spanProcessors: [
      { onStart() {}, onEnd: span => void ended.push(span), async forceFlush() {}, async shutdown() {} },
    ],
  });
  for (const name of ['first', 'second'])
    provider
      .getTracer('test')
      .startSpan(
        name,
        {
          attributes: {
            'url.path': '/path',
            list: ['abcdef'],
            empty: undefined,
            bytes: Buffer.from('abcdef'),
            four: 4,
          },
          links: ['00f067aa0ba902b7', '1', 'abc'].map(spanId => ({ context: { ...SPAN, spanId } })),
          startTime: [1, 0],
        },
        trace.setSpan(packages.ROOT_CONTEXT, trace.wrapSpanContext(SPAN)),
      )
      .setAttribute('fifth', 'abcdef')
      .setAttribute('fifth', 5)
      .setAttribute('', 'no name')
      .setAttribute('toString', true)
      .setAttributes({ many: ['abcdef', 'b'], none: undefined, ['function' as string]: (() => {}) as never })
      .setAttribute('last', 'abcdef')
      .end([2, 0]);
  return packages.ProtobufTraceSerializer.serializeRequest(ended);
}
