import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { HttpInstrumentation as Instrumentation } from '@opentelemetry/instrumentation-http';
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Plugin, rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);

const ROOT = new URL('../../../..', import.meta.url).pathname;

type HttpInstrumentation = typeof Instrumentation;

async function bundled(plugins: readonly Plugin[]): Promise<HttpInstrumentation> {
  const build = await rolldown({
    input: join(ROOT, 'node_modules/@opentelemetry/instrumentation-http/dist/index.mjs'),
    platform: 'node',
    plugins: [...plugins],
    external: [/^@opentelemetry\/api/],
    transform: { define: { __VERSION__: '""' } },
  });
  const { output } = await build.generate({ format: 'cjs', codeSplitting: false });
  await build.close();
  const exports = {} as { HttpInstrumentation: HttpInstrumentation };
  compileFunction(output[0].code, ['exports', 'require'])(exports, require);
  return exports.HttpInstrumentation;
}

/** Numbers that look random and are the same in each run (https://en.wikipedia.org/wiki/Lehmer_random_number_generator). */
function createPick(): <Value>(values: readonly Value[]) => Value {
  let state = 42;
  return values => {
    state = (state * 48271) % 0x7fffffff;
    return values[state % values.length] as never;
  };
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'QUERY',
  'TRACE',
  'PURGE',
  'M-SEARCH',
];
const VERSIONS = ['1.1', '1.1', '1.1', '1.0'];
const SEGMENTS = [
  ...['users', '42', 'a-b_c', 'x.js', 'orders', '7'],

  'a',
  'orders',
  '7',
  '.',
  '..',
  '.well-known',
  '%2e',
  'ä%20',
  'a%2Fb',
  '',
  '~x',
  ';v=1',
  "it's",
  '[1]',
  '|',
];
const QUERIES = [
  ...[
    'a=b',
    'a=',
    '=b',
    'a',
    'a=b&',
    '&a=b',
    'a=b&c=d',
    'a+b=c+d',
    'a=~',
    'a=b?c',
    'a=%20',
    'a=b#c',
    'a.b=c-d',
  ],
  ...[
    'sig=1',
    'a=1&Signature=2',
    'AWSAccessKeyId=1',
    'X-Goog-Signature=2',
    'X-Amz-Credential=3&b=4',
    'sigma=1',
  ],
  ...['x=1&sig=2&y=3', '%73ig=1', 'SIG=1', "a='b'", 'a[]=1', 'a=b;c=d', 'a=b=c'],
];
const HOSTS = [
  ...['localhost', 'localhost:3000', '127.0.0.1:3000', 'api', 'api:443', '10.0.0.1', 'localhost:3000', 'api'],
  ...[
    'localhost',
    'LocalHost:80',
    'api.example.com',
    'a_b:8080',
    'a-:1',
    'xn--a',
    'a:0',
    'a:65535',
    'a:65536',
    'a:',
  ],
  ...[
    '127.0.0.1:8080',
    '256.1.1.1',
    '08.1.1.1',
    '1.2.3',
    '[::1]:80',
    '[::1]',
    'a@b',
    'a b',
    'ä',
    '',
    ':80',
    'a:b:c',
  ],
];
const HEADERS = [
  ...['User-Agent: curl/8', 'User-Agent:', 'X-Forwarded-For: 203.0.113.7', 'X-Forwarded-For: 203.0.113.7:80'],
  ...['X-Forwarded-For: 10.0.0.1, 10.0.0.2', 'X-Forwarded-For: [2001:db8::1]:80', 'X-Forwarded-For: unknown'],
  ...[
    'X-Forwarded-For: 01.2.3.4',
    'X-Forwarded-For: 0.0.0.0',
    'X-Forwarded-For: 1.2.3',
    'X-Forwarded-For: 999.1.1.1',
  ],
  ...[
    'X-Forwarded-Host: shop.example',
    'X-Forwarded-Host: shop.example:81',
    'X-Forwarded-Proto: https',
    'X-Forwarded-For:',
  ],
  ...[
    'Forwarded: for=192.0.2.60;proto=https;host=a.example',
    'Forwarded: for="[2001:db8::17]:4711"',
    'Forwarded: x',
  ],
  ...[
    'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'traceparent: 00-0',
    'Expect: nothing',
  ],
];
/** What an answer of the server is like. */
const ANSWERS = [
  '200',
  '204',
  '302',
  '404',
  '500',
  '503',
  '599',
  '600',
  '999',
  'chunked',
  'late',
  'route',
  'method',
];

function generateRequest(pick: ReturnType<typeof createPick>): string {
  const few = <Value>(values: readonly Value[]) =>
    [1, 2, 3].slice(pick([0, 1, 2, 3])).map(() => pick(values));
  const path = pick([
    `/${few(SEGMENTS).join('/')}`,
    `/${few(SEGMENTS).join('/')}`,
    '/',
    '//a/b',
    'http://other.test/x',
  ]);
  const target = pick([path, `${path}?${pick(QUERIES)}`, `${path}?`]);
  const host = pick([[], ...HOSTS.map(name => [`Host: ${name}`])]);
  const lines = [...host, ...few(HEADERS), `X-Answer: ${pick(ANSWERS)}`, 'Connection: close'];
  return [`${pick(METHODS)} ${target} HTTP/${pick(VERSIONS)}`, ...lines, '', ''].join('\r\n');
}

/** The route that a router below would have found. */
const ROUTE = '/orders/:id';

function answer(request: IncomingMessage, response: ServerResponse): void {
  const kind = String(request.headers['x-answer']);
  if (kind === 'route') Reflect.set(routeHolder() ?? {}, 'route', ROUTE);
  if (kind === 'method') request.method = 'PUT';
  if (kind === 'method') Reflect.set(routeHolder() ?? {}, 'route', ROUTE);
  if (/^\d/.test(kind)) response.statusCode = Number(kind);
  if (kind === 'chunked') response.write('a');
  if (kind === 'late') setImmediate(() => response.end('late'));
  else response.end('b');
}

/** The value with a route in the current context, whose key each copy of `@opentelemetry/core` has for itself. */
function routeHolder(): object | undefined {
  const values: Map<symbol, unknown> = Reflect.get(context.active(), '_currentContext');
  return [...values.values()].find(
    (value): value is object =>
      typeof value === 'object' && value !== null && Reflect.get(value, 'type') === 'http',
  );
}

/** Sends a request's bytes, and reads the answer until its end. */
async function exchange(server: Server, bytes: string): Promise<void> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.end(bytes, 'latin1');
  socket.resume();
  await once(socket, 'close');
}

interface Shown {
  readonly name: string;
  readonly [part: string]: unknown;
}

/** The spans of all requests, sent one after the other; undefined for a request that Node.js itself refuses. */
async function spansOf(
  Http: HttpInstrumentation,
  requests: readonly string[],
): Promise<(Shown | undefined)[]> {
  const ended: ReadableSpan[] = [];
  const processor = {
    onStart() {},
    onEnd: (span: ReadableSpan) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const provider = new TracerProvider({ spanProcessors: [processor] });
  const instrumentation = new Http({ disableOutgoingRequestInstrumentation: true });
  instrumentation.setTracerProvider(provider);
  // Instruments the module when it is required, even if it was loaded before.
  require('node:http');
  const closed: Promise<unknown>[] = [];
  const server = createServer((request, response) => {
    closed.push(once(response, 'close'));
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const shown: (Shown | undefined)[] = [];
  for (const request of requests) {
    await exchange(server, request);
    await Promise.all(closed.splice(0));
    const [span, ...others] = ended.splice(0);
    expect(others).toEqual([]);
    const { 'network.peer.port': port, ...attributes } = span?.attributes ?? {};
    shown.push(
      span && {
        ...{ name: span.name, kind: span.kind, status: span.status, events: span.events, links: span.links },
        ...{ attributes, port: typeof port, parent: span.parentSpanContext?.spanId },
      },
    );
  }
  instrumentation.disable();
  await new Promise(resolve => server.close(resolve));
  return shown;
}

describe('the spans of incoming requests', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  });

  afterAll(() => {
    context.disable();
    propagation.disable();
  });

  it('are those of upstream, whatever the request', { timeout: 60_000 }, async () => {
    const { ownRequests } = await import(join(ROOT, 'scripts/build/own-requests.mjs'));
    const [upstream, ours] = await Promise.all([bundled([]), bundled([ownRequests()])]);
    const pick = createPick();
    const requests = Array.from({ length: 2000 }, () => generateRequest(pick));

    const expected = await spansOf(upstream, requests);
    const actual = await spansOf(ours, requests);

    const different = requests.flatMap((request, index) =>
      JSON.stringify(sorted(actual[index])) === JSON.stringify(sorted(expected[index]))
        ? []
        : [{ request, ours: actual[index], upstream: expected[index] }],
    );
    expect(different.slice(0, 3)).toEqual([]);
    expect(expected.filter(span => span !== undefined).length).toBeGreaterThan(1000);
  });
});

function sorted(span: Shown | undefined): unknown {
  return span && { ...span, attributes: Object.entries(span.attributes as object).sort() };
}
