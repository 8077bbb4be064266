import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { expectedOf, observe } from '../helpers/framework-application.ts';
import { fetchedNode } from '../helpers/nodes.ts';

const APPLICATION = new URL('../.frameworks/react-router', import.meta.url).pathname;

const SERVE = 'node_modules/@react-router/serve/bin.cjs';

const node = fetchedNode('24')?.path;

const isBuilt = node !== undefined && existsSync(join(APPLICATION, 'build/server/index.js'));

if (!isBuilt)
  process.stderr.write('SKIPPED: React Router: bash scripts/install-frameworks.sh react-router\n');

const REQUESTS = [
  { path: '/', status: 200, route: '/' },
  { path: '/orders/7', status: 200, route: '/orders/:id', fetches: 1, records: 1 },
  { path: '/docs/a/b', status: 200, route: '/docs/*' },
  { path: '/failing', status: 500, route: '/failing', exception: 'RangeError: out of stock' },
  { path: '/orders/7.data', status: 200, route: '/orders/:id', fetches: 1, records: 1 },
  { path: '/moved', status: 302, route: '/moved' },
  { path: '/api/orders/7', status: 200, route: '/api/orders/:id', fetches: 1, records: 1 },
  {
    method: 'POST',
    path: '/api/failing',
    status: 500,
    route: '/api/failing',
    exception: 'RangeError: out of paper',
  },
  { path: '/robots.txt', status: 200 },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.skipIf(!isBuilt)('React Router', () => {
  it.each([
    { name: 'react-router-serve', argv: [SERVE, 'build/server/index.js'], ready: 'react-router-serve' },
    { name: 'a server of Express', argv: ['server.js'], ready: 'listening' },
  ])(
    'has one server span a request, under its route: $name',
    { timeout: 180_000 },
    async ({ name, argv, ready }) => {
      const application = { node: `${node}`, folder: APPLICATION, argv, ready };

      const { bare, wrapped, seen, ...rest } = await observe(application, REQUESTS, collector, name);

      expect(wrapped).toEqual(bare);
      expect(seen).toEqual(expectedOf(REQUESTS));
      expect(rest).toEqual({ mixed: [], others: [], servers: 0 });
    },
  );
});
