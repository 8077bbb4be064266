import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const client = (name: string, more: object = {}) => ({ name, kind: 'SPAN_KIND_CLIENT', ...more });

const server = (name: string, attributes: object = {}) => ({
  name,
  kind: 'SPAN_KIND_SERVER',
  attributes: {
    'server.address': '127.0.0.1',
    'server.port': expect.any(Number),
    'network.peer.address': '127.0.0.1',
    'network.protocol.version': '2',
    'http.response.status_code': 200,
    ...attributes,
  },
});

const failed = { status: expect.objectContaining({ code: 'STATUS_CODE_ERROR' }) };

/** The spans of each request, the client's first. */
const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  'core: /items?q=1': [
    client('GET', {
      attributes: {
        'url.full': expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/items\?q=1$/),
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'network.protocol.version': '2',
      },
    }),
    server('GET', { 'url.scheme': 'http', 'url.path': '/items', 'url.query': 'q=1' }),
  ],
  'core: /fails': [
    client('GET', failed),
    { ...server('GET', { 'http.response.status_code': 500, 'error.type': '500' }), ...failed },
  ],
  'core: /ignored': [client('GET')],
  'core: /broken': [
    client('GET', failed),
    {
      name: 'GET',
      ...failed,
      events: [{ name: 'exception', attributes: expect.objectContaining({ 'exception.message': 'broken' }) }],
    },
  ],
  'core: post': [client('POST'), server('POST')],
  'core: aborted': [client('GET'), server('GET')],
  'core: concurrent': Array.from({ length: 16 }, (_, index) => (index < 8 ? client('GET') : server('GET'))),
  'compatible: /items?q=1': [client('GET'), server('GET', { 'url.scheme': 'https' })],
  'compatible: /fails': [
    client('GET', failed),
    { ...server('GET', { 'http.response.status_code': 503, 'error.type': '503' }), ...failed },
  ],
  'compatible: /ignored': [client('GET')],
  'compatible: post': [client('POST'), server('POST')],
  'compatible: version 1': [client('GET'), server('GET', { 'network.protocol.version': '1.1' })],
  'fastify: /orders/7': [client('GET'), server('GET /orders/:id', { 'http.route': '/orders/:id' })],
  'fastify: post': [client('POST', failed), server('POST', { 'http.response.status_code': 404 })],
  'no server': [client('GET', failed)],
};

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it.each(['by-require.cjs', 'by-import.mjs'])('each request by HTTP/2 has its spans, %s', async file => {
      const service = `http2 ${file} ${node.version}`;
      const argv = [node.path, '--no-warnings', `http/${file}`, 'http2'];
      const env = { ...preloaded(collector.environment(service)), OTEL_RUN_IGNORE_PATHS: '/ignored' };
      const [bare, wrapped] = await Promise.all([run(argv), run(argv, { env })]);

      expect(bare).toMatchObject({ code: 0, stderr: '' });
      expect(wrapped).toMatchObject({ code: 0, stderr: '' });
      expect(answers(wrapped.stdout)).toEqual(answers(bare.stdout));
      const { spans, logs } = await collector.waitFor(service, got => got.spans.length >= 56);
      for (const [request, expected] of Object.entries(EXPECTED)) {
        const found = below(request, spans);
        expect(found, request).toMatchObject(expected);
        expect(found, request).toHaveLength(expected.length);
      }
      const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
      for (const { parentSpanId } of servers)
        expect(spans.find(({ spanId }) => spanId === parentSpanId)?.kind).toBe('SPAN_KIND_CLIENT');
      const answered = logs.filter(({ attributes }) => attributes.path === '/items?q=3');
      expect(answered).toMatchObject([
        {
          spanId: servers.find(({ attributes }) => attributes['url.query'] === 'q=3')?.spanId,
          attributes: { 'http.request.method': 'GET', request_id: expect.any(String) },
        },
      ]);
    });
  });
}

/** What the program got, apart from its log lines. */
function answers(stdout: string): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

function below(request: string, spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  const root = spans.find(({ name }) => name === request);
  return spans
    .filter(span => span.traceId === root?.traceId && span !== root)
    .toSorted((one, other) => one.kind.localeCompare(other.kind));
}
