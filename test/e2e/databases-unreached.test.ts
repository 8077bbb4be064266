import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const SYSTEMS = { pg: 'postgresql', mysql: 'mysql', mysql2: 'mysql' };

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.concurrent('a query for which a pool has no connection', () => {
  for (const node of nodes()) {
    it.each(Object.entries(SYSTEMS))(
      `has a span with the error: %s (Node.js ${node.version})`,
      async (library, system) => {
        const service = `unreached ${library} ${node.version}`;
        const argv = [node.path, 'databases/unreached.cjs', library];
        const bare = await run(argv);
        const ended = await run(byOtelRun(argv, node.path), { env: collector.environment(service) });

        expect(bare).toMatchObject({ code: 0, stderr: '' });
        expect(ended).toEqual(bare);
        const ways = Object.keys(JSON.parse(bare.stdout));
        const { spans } = await collector.waitFor(
          service,
          got => got.spans.filter(({ scope }) => scope === 'app').length === ways.length,
        );
        for (const way of ways) {
          const above = spans.find(({ name }) => name === way);
          const below = spans.filter(({ parentSpanId }) => parentSpanId === above?.spanId);
          // A connection without a query has no span, as ever.
          const expected = way === 'by a client' ? [] : [UNREACHED];
          expect(below, way).toMatchObject(expected);
          expect(below, way).toHaveLength(expected.length);
          expect(JSON.stringify(below)).not.toContain('secret');
          for (const { attributes } of below) expect(attributes['db.system.name']).toBe(system);
        }
      },
    );
  }
});

const UNREACHED = {
  name: 'SELECT orders',
  kind: 'SPAN_KIND_CLIENT',
  status: { code: 'STATUS_CODE_ERROR' },
  attributes: {
    'db.namespace': 'shop',
    'db.query.text': 'select id from orders where name = ?',
    'server.address': '127.0.0.1',
    'server.port': 1,
    'error.type': 'ECONNREFUSED',
  },
};
