import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { type Node, nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FRAMEWORKS = new URL('../fixtures/frameworks/', import.meta.url).pathname;

const ROUTE = 'GET /users/:id';

/** Applications with a middleware, hook or plugin around one route, and the name of its server span. */
const APPLICATIONS: readonly { file: string; serverSpan: string }[] = [
  { file: 'express.cjs', serverSpan: ROUTE },
  { file: 'express.mjs', serverSpan: ROUTE },
  { file: 'express-imported.cjs', serverSpan: ROUTE },
  { file: 'express-by-alias/server.cjs', serverSpan: ROUTE },
  { file: 'express-by-resolver.cjs', serverSpan: ROUTE },
  { file: 'express-4/server.cjs', serverSpan: ROUTE },
  { file: 'express-4/server.mjs', serverSpan: ROUTE },
  { file: 'fastify.cjs', serverSpan: ROUTE },
  { file: 'fastify.mjs', serverSpan: ROUTE },
  { file: 'fastify-4/server.cjs', serverSpan: ROUTE },
  { file: 'fastify-4/server.mjs', serverSpan: ROUTE },
  { file: 'hono.cjs', serverSpan: ROUTE },
  { file: 'koa.cjs', serverSpan: ROUTE },
  { file: 'koa.mjs', serverSpan: ROUTE },
  // hapi writes a parameter in braces.
  { file: 'hapi.cjs', serverSpan: 'GET /users/{id}' },
  { file: 'hapi.mjs', serverSpan: 'GET /users/{id}' },
  { file: 'nest.mjs', serverSpan: ROUTE },
];

/** Several applications at once, by the process or thread that they run in. */
const SEVERAL = ['several.cjs', 'in-a-cluster.cjs', 'in-a-thread.cjs'];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('on Node.js $version', node => {
  describe.concurrent('the server span has the name of the route, and no layer of the framework has a span', () => {
    it.each(APPLICATIONS)('$file', async ({ file, serverSpan }) => {
      const spans = await spansOf(node, file);

      expect(spans.map(({ name, kind }) => ({ name, kind }))).toEqual([
        { name: 'GET', kind: 'SPAN_KIND_CLIENT' },
        { name: serverSpan, kind: 'SPAN_KIND_SERVER' },
      ]);
      // The application found the server span active.
      expect(spans[1]?.attributes['user.id']).toBe('7');
    });

    it.each(SEVERAL)('%s', async file => {
      const spans = await spansOf(node, file, {}, 10);

      const routes = [ROUTE, ROUTE, ROUTE, ROUTE, 'GET /users/{id}'];
      const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
      expect(servers.map(({ name }) => name)).toEqual(routes);
      expect(servers.map(({ attributes }) => attributes['user.id'])).toEqual(routes.map(() => '7'));
      expect(spans).toHaveLength(2 * routes.length);
    });
  });
});

describe.concurrent('OTEL_NODE_ENABLED_INSTRUMENTATIONS and OTEL_NODE_DISABLED_INSTRUMENTATIONS', () => {
  it('leave the path out of the name where the framework is not enabled', async () => {
    expect(await spanNames('express.cjs', { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http' })).toEqual([
      'GET',
      'GET',
    ]);
  });

  it('leave the path out of the name where the framework is disabled', async () => {
    expect(await spanNames('koa.mjs', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'koa' })).toEqual([
      'GET',
      'GET',
    ]);
  });

  it('add the layers of a framework that is named', async () => {
    const names = await spanNames('express.mjs', { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,express' });
    expect(names).toContain('middleware - jsonParser');
    expect(names).toContain(ROUTE);
  });

  it('add what is off by itself', async () => {
    const names = await spanNames('express.cjs', { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,net' });
    expect(names).toContain('tcp.connect');
  });

  it('disable what is enabled and disabled', async () => {
    const lists = {
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,express',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'express',
    };
    expect(await spanNames('express.cjs', lists)).toEqual(['GET', 'GET']);
  });

  async function spanNames(
    file: string,
    lists: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> {
    const [node] = nodes();
    if (!node) throw new Error('no Node.js to test on');
    const spans = await spansOf(node, file, lists);
    return spans.map(({ name }) => name);
  }
});

/** Every span that an application sent by its end, in the order of their names. */
async function spansOf(node: Node, file: string, lists: Readonly<Record<string, string>> = {}, count = 2) {
  const service = [file, node.version, ...Object.values(lists)].join('-').replaceAll(/[^\w.-]/g, '-');
  const env = { ...collector.environment(service), ...lists };
  const ended = await run(byOtelRun([node.path, file], node.path), { cwd: FRAMEWORKS, env });
  expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  const { spans } = await collector.waitFor(service, got => got.spans.length >= count);
  return [...spans].sort(byName);
}

function byName(one: ReceivedSpan, other: ReceivedSpan): number {
  return one.name < other.name ? -1 : 1;
}
