import { existsSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { type Node, nodes } from '../helpers/nodes.ts';
import { byOtelRun, start } from '../helpers/processes.ts';
import { freePort } from '../helpers/servers.ts';

const APPLICATION = new URL('../.frameworks/next', import.meta.url).pathname;

const NEXT = join(APPLICATION, 'node_modules/next/dist/bin/next');

const isInstalled = existsSync(join(APPLICATION, '.next/BUILD_ID'));

if (!isInstalled) process.stderr.write('SKIPPED: Next.js: bash scripts/install-next.sh\n');

/** How one application is started; `dev` builds each page when it is asked for, so one Node.js has to do. */
const WAYS = [
  { name: 'next start', cwd: APPLICATION, argv: [NEXT, 'start'] },
  { name: "output: 'standalone'", cwd: join(APPLICATION, '.next/standalone'), argv: ['server.js'] },
  { name: 'next dev', cwd: APPLICATION, argv: [NEXT, 'dev'] },
];

const REQUESTS = [
  { path: '/', status: 200, span: 'GET /' },
  { path: '/static', status: 200, span: 'GET /static' },
  { path: '/orders/7', status: 200, span: 'GET /orders/[id]', fetches: 1 },
  { path: '/api/orders/7', status: 200, span: 'GET /api/orders/[id]', fetches: 1 },
  { path: '/docs/a/b', status: 200, span: 'GET /docs/[...parts]' },
  { path: '/moved', status: 307, span: 'GET /moved' },
  { path: '/failing', status: 500, span: 'GET /failing', fails: true },
  { path: '/half', status: 200, span: 'GET /half', fails: true },
  { path: '/legacy/old', status: 200, span: 'GET /legacy/[slug]' },
  { path: '/api/users/7', status: 200, span: 'GET /api/users/[id]' },
  { path: '/nowhere', status: 404, span: 'GET' },
];

let collector: Collector;
let backend: Server;
beforeAll(async () => {
  collector = await startCollector();
  backend = createServer((_request, response) => response.end('answer')).listen(0, '127.0.0.1');
});
afterAll(async () => {
  backend.close();
  await collector.close();
});

describe.skipIf(!isInstalled).each(nodes())('Next.js on Node.js $version', node => {
  const ways = node.version === nodes()[0]?.version ? WAYS : WAYS.filter(({ name }) => name !== 'next dev');

  it.each(ways)('has one server span a request, under its route, and one span a fetch: $name', async way => {
    const service = `${way.name} ${node.version}`;

    const spans = await spansOf(node, way, service);

    expect(
      serverSpans(spans)
        .map(({ name, spanId, attributes, status, events }) => ({
          path: attributes['url.path'],
          span: name,
          fails: status.code === 'STATUS_CODE_ERROR' && events.length === 1,
          fetches: spans.filter(({ parentSpanId }) => parentSpanId === spanId).length,
        }))
        .sort(byPath),
    ).toEqual(
      REQUESTS.map(({ path, span, fails = false, fetches = 0 }) => ({ path, span, fails, fetches })).sort(
        byPath,
      ),
    );
    expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_INTERNAL')).toEqual([]);
    expect(spans[0]?.resource['service.version']).toBe('3.1.4');
  });
});

/** What arrives of all requests; `next dev` ends its server without waiting for it. */
async function spansOf(node: Node, { cwd, argv }: (typeof WAYS)[number], service: string) {
  const port = await freePort();
  const env = {
    ...collector.environment(service),
    OTEL_BSP_SCHEDULE_DELAY: '200',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: '127.0.0.1',
    PORT: `${port}`,
    BACKEND: `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`,
  };
  const server = start(byOtelRun([node.path, ...argv], node.path), { cwd, env, timeout: 170_000 });
  try {
    await server.printed('Ready in');
    for (const { path, status } of REQUESTS) {
      expect({ path, status: await ask(port, path) }).toEqual({ path, status });
    }
    const { spans } = await collector.waitFor(
      service,
      got => serverSpans(got.spans).length >= REQUESTS.length,
    );
    return spans;
  } finally {
    server.child.kill('SIGTERM');
    await server.ended;
  }
}

function byPath(one: { readonly path: unknown }, other: { readonly path: unknown }): number {
  return String(one.path) < String(other.path) ? -1 : 1;
}

function ask(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, response => {
      // An answer may break off.
      response
        .on('error', () => {})
        .resume()
        .on('close', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}

function serverSpans<Span extends { readonly kind: string }>(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
}
