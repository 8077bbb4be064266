import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FRAMEWORKS = new URL('../fixtures/frameworks/', import.meta.url).pathname;

/** What an application was asked, and the route that it says has answered. */
interface Asked {
  readonly userAgent: string;
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly route?: string;
}

const PROGRAMS = [
  { name: 'Express 4', argv: ['express-4/routes.cjs'] },
  { name: 'Express 5', argv: ['routes/express-5.cjs'] },
  { name: 'Express 5 in a worker of a cluster', argv: ['routes/express-5.cjs', 'cluster'] },
  { name: 'Koa', argv: ['routes/koa.cjs'] },
  { name: 'Koa with spans for its layers', argv: ['routes/koa.cjs'], layers: 'koa' },
  { name: 'Hapi', argv: ['routes/hapi.cjs'] },
  { name: 'Hapi with spans for its layers', argv: ['routes/hapi.cjs'], layers: 'hapi' },
  { name: 'Fastify', argv: ['routes/fastify.cjs'] },
  { name: 'Hono', argv: ['routes/hono.cjs'] },
  { name: 'Hono as an ES module', argv: ['routes/hono.mjs'] },
  { name: 'NestJS', argv: ['routes/nest.mjs'] },
  { name: 'Express 4 with spans for its layers', argv: ['express-4/routes.cjs', 'table'], layers: 'express' },
  { name: 'Express 5 with spans for its layers', argv: ['routes/express-5.cjs', 'table'], layers: 'express' },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('on Node.js $version', node => {
  it.each(PROGRAMS)(
    'the route of each request is the one that answered it: $name',
    async ({ name, argv, layers }) => {
      const service = `routes-${name.replaceAll(' ', '-')}-${node.version}`;
      const named = layers ? { OTEL_NODE_ENABLED_INSTRUMENTATIONS: `http,${layers}` } : {};
      const env = { ...collector.environment(service), ...named };
      const ended = await run(byOtelRun([node.path, ...argv], node.path), { cwd: FRAMEWORKS, env });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const asked: readonly Asked[] = JSON.parse(ended.stdout);
      const { spans } = await collector.waitFor(
        service,
        got => serverSpans(got.spans).length >= asked.length,
      );

      const found = new Map(serverSpans(spans).map(span => [span.attributes['user_agent.original'], span]));
      const wrong = asked.flatMap(one => {
        const { name: span, attributes } = found.get(one.userAgent) ?? {};
        const expected = [one.method, ...(one.route === undefined ? [] : [one.route])].join(' ');
        const route = attributes?.['http.route'];
        return span === expected && route === one.route ? [] : [{ ...one, expected, span, route }];
      });
      expect(wrong).toEqual([]);
      expect(spans.some(({ kind }) => kind === 'SPAN_KIND_INTERNAL')).toBe(layers !== undefined);
    },
  );
});

function serverSpans<Span extends { readonly kind: string }>(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
}
