import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Where `scripts/install-neighbours.sh` puts them. */
const FOLDER = new URL('../.neighbours', import.meta.url).pathname;

interface Neighbour {
  readonly says: RegExp;
  /** How many operations that the application names by it arrive. */
  readonly named: number;
}

/** An SDK that is not OpenTelemetry's is left alone. */
const NEIGHBOURS: Readonly<Record<string, Neighbour>> = {
  'sentry-10': {
    named: 6,
    says: /^otel-run: \S+ starts its own OpenTelemetry SDK: .* nothing is recorded twice.*\n$/,
  },
  'sentry-11': { named: 0, says: /^$/ },
};

function toMessage({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }): unknown {
  return attributes['exception.message'];
}

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

for (const [neighbour, { says, named }] of Object.entries(NEIGHBOURS)) {
  const folder = `${FOLDER}/${neighbour}`;
  const isThere = existsSync(`${folder}/node_modules`);
  if (!isThere) process.stderr.write(`SKIPPED: ${neighbour}: scripts/install-neighbours.sh\n`);
  describe.skipIf(!isThere)(`${neighbour} beside otel-run`, () => {
    for (const node of nodes()) {
      it(`has each error with what its own request said, and doubles nothing (Node.js ${node.version})`, async () => {
        const service = `${neighbour}-${node.version}`;
        const env = { ...collector.environment(service), NEIGHBOUR: folder };

        const { code, stdout, stderr } = await run(byOtelRun([node.path, 'sentry.cjs'], node.path), { env });

        expect(stderr).toMatch(says);
        const errors = [1, 2, 3, 4, 5, 6].map(order => `order ${order}: ${order}`);
        expect({ code, stdout }).toEqual({ code: 0, stdout: `${errors.join('\n')}\n` });
        const { spans } = await collector.waitFor(service, got => got.spans.length >= 24 + named);
        const count = (wanted: string) =>
          spans.filter(({ kind, name }) => `${kind.replace('SPAN_KIND_', '')} ${name}` === wanted).length;
        expect(count('SERVER GET /orders/:id')).toBe(6);
        expect(count('SERVER GET /prices')).toBe(6);
        expect(count('CLIENT GET')).toBe(12);
        expect(count('INTERNAL price the order')).toBe(named);
        const calls = spans.filter(({ kind }) => kind !== 'SPAN_KIND_INTERNAL');
        expect(calls).toHaveLength(24);
      });

      it.each(['fastify', 'express', 'koa', 'hapi'])(
        `leaves %s its answers, routes and errors (Node.js ${node.version})`,
        async framework => {
          const service = `${neighbour}-${framework}-${node.version}`;
          const env = { ...collector.environment(service), NEIGHBOUR: folder };
          const argv = byOtelRun([node.path, 'sentry-frameworks.cjs', framework], node.path);

          const { code, stdout } = await run(argv, { env });

          expect({ code, stdout }).toEqual({ code: 0, stdout: '200 {"id":"7"}\n500 \n' });
          const { spans } = await collector.waitFor(service, got => got.spans.length >= 4);
          const id = framework === 'hapi' ? '{id}' : ':id';
          const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
          expect(servers.map(({ name, events }) => ({ name, errors: events.map(toMessage) }))).toEqual([
            { name: `GET /orders/${id}`, errors: [] },
            { name: `GET /failing/${id}`, errors: ['no such order'] },
          ]);
          expect(spans).toHaveLength(4);
        },
      );
    }
  });
}

const VERCEL = `${FOLDER}/vercel`;
const isVercelThere = existsSync(`${VERCEL}/node_modules/@vercel/otel`);
if (!isVercelThere) process.stderr.write('SKIPPED: @vercel/otel: scripts/install-neighbours.sh\n');

describe.skipIf(!isVercelThere)('@vercel/otel beside otel-run', () => {
  for (const node of nodes()) {
    it(`has each request once (Node.js ${node.version})`, async () => {
      const service = `vercel-${node.version}`;
      const env = { ...collector.environment(service), NEIGHBOUR: VERCEL };

      const ended = await run(byOtelRun([node.path, 'vercel-otel.cjs'], node.path), { env });

      expect(ended).toMatchObject({ code: 0, stdout: 'done\n' });
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 4);
      const shown = spans.map(({ kind, attributes }) => {
        const path = attributes['url.path'] ?? new URL(String(attributes['url.full'])).pathname;
        return `${kind.replace('SPAN_KIND_', '')} ${path}`;
      });
      expect(shown.sort()).toEqual([
        'CLIENT /by-fetch',
        'CLIENT /by-http',
        'SERVER /by-fetch',
        'SERVER /by-http',
      ]);
      expect(collector.of('of its own').spans).toEqual([]);
    });
  }
});
