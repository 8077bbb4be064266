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
  readonly ProtobufTraceSerializer: typeof import('@opentelemetry/otlp-transformer').ProtobufTraceSerializer;
  getIncomingRequestAttributes(request: object, options: object, logger: object): Attributes;
}

const ENTRY = `
  export { ROOT_CONTEXT } from '@opentelemetry/api';
  export { TracerProvider } from '@opentelemetry/sdk-trace';
  export { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
  export { getIncomingRequestAttributes } from '${ROOT}node_modules/@opentelemetry/instrumentation-http/dist/utils.mjs';
`;

let upstream: Packages;
let ours: Packages;

beforeAll(async () => {
  const { cheaperUpstream } = await import(join(ROOT, 'scripts/build/cheaper-upstream.mjs'));
  [upstream, ours] = await Promise.all([bundled([]), bundled([cheaperUpstream()])]);
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

/** Visible characters of ASCII, and two that a request may carry beside them. */
const CHARACTERS = [...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)), '\t', 'ÿ'];

const URLS = [
  ...CHARACTERS.flatMap(character => [
    character,
    ...['/_', '/_/_', '/a_b', '/a/_', '/a?_', '/?a=_'].map(url => url.replaceAll('_', character)),
  ]),
  ...['/..', '/../a', '/./a', '/a/..', '/a/../b', '/a/./b', '/...', '/.well-known/a', '/%2e%2e/a', '/a%2Fb'],
  ...['/', '//a/b', '/a//b', '/a?', '/a?b?c', '/a?token=b&sig=c', 'http://other.test/a?b', '/a?b#c', ''],
];

const HOSTS = [
  ...[
    'localhost',
    'LOCALHOST',
    'a_b:80',
    'a-',
    'xn--a',
    'x.test',
    'a:0',
    'a:65535',
    'a:65536',
    'a:',
    undefined,
  ],
  ...['127.0.0.1:8080', '199.1.1.1', '256.1.1.1', '08.1.1.1', '1.1.1.09', '1.2.3', '[::1]:80', 'a@b', 'a b'],
];

describe('what is bundled in another way than upstream has it', () => {
  it('gives every URL and host the same attributes', () => {
    const attributesOf = (
      { getIncomingRequestAttributes }: Packages,
      url: string,
      host: string | undefined,
    ) =>
      getIncomingRequestAttributes(
        { url, headers: { host }, socket: {} },
        { component: 'http' },
        { verbose() {} },
      );

    const different = URLS.flatMap(url => HOSTS.map(host => [url, host] as const)).filter(
      ([url, host]) =>
        JSON.stringify(attributesOf(ours, url, host)) !== JSON.stringify(attributesOf(upstream, url, host)),
    );

    expect(different).toEqual([]);
  });

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
    ['no limit', {}, undefined],
    ['fewer attributes', { attributeCountLimit: 2 }, undefined],
    ['as many attributes', { attributeCountLimit: 4 }, undefined],
    ['shorter values', { attributeValueLengthLimit: 3 }, undefined],
    ["a sampler's attributes", {}, { sampled: 'because', 'url.path': '/sampled' }],
    ["fewer than with a sampler's attributes", { attributeCountLimit: 4 }, { sampled: 'because' }],
  ])('exports the same spans with %s', (_, spanLimits, attributes) => {
    expect(exportedSpans(ours, spanLimits, attributes)).toEqual(
      exportedSpans(upstream, spanLimits, attributes),
    );
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
      .end([2, 0]);
  return packages.ProtobufTraceSerializer.serializeRequest(ended);
}
