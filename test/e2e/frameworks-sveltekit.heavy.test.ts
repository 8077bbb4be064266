import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { expectedOf, observe } from '../helpers/framework-application.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { findingsWithoutPlugin } from '../helpers/without-plugin.ts';

const APPLICATION = new URL('../.frameworks/sveltekit', import.meta.url).pathname;

const node = fetchedNode('24')?.path;

const isBuilt = node !== undefined && existsSync(join(APPLICATION, 'build-traced/index.js'));

if (!isBuilt) process.stderr.write('SKIPPED: SvelteKit: bash scripts/install-frameworks.sh sveltekit\n');

const REQUESTS = [
  { path: '/', status: 200, route: '/' },
  { path: '/orders/7', status: 200, route: '/orders/[id]', fetches: 1, records: 1 },
  { path: '/docs/a/b', status: 200, route: '/docs/[...parts]' },
  { path: '/failing', status: 500, route: '/failing', exception: 'RangeError: out of stock' },
  { path: '/orders/7/__data.json', status: 200, route: '/orders/[id]', fetches: 1, records: 1 },
  { path: '/cart', status: 200, route: '/(shop)/cart' },
  { path: '/moved', status: 307, route: '/moved' },
  { path: '/api/orders/7', status: 200, route: '/api/orders/[id]', fetches: 1, records: 1 },
  {
    method: 'POST',
    path: '/api/failing',
    status: 500,
    route: '/api/failing',
    exception: 'RangeError: out of paper',
  },
  { path: '/nowhere', status: 404 },
  { path: '/static', status: 200 },
  { path: '/robots.txt', status: 200 },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.skipIf(!isBuilt)('SvelteKit', () => {
  it.each([
    { name: 'a build', argv: ['build/index.js'], own: [] },
    {
      name: 'a build with tracing of its own',
      argv: ['build-traced/index.js'],
      own: ['sveltekit.endpoint', 'sveltekit.load'],
    },
  ])(
    'has one server span a request, under its route: $name',
    { timeout: 180_000 },
    async ({ name, argv, own }) => {
      const application = { node: `${node}`, folder: APPLICATION, argv, ready: 'Listening on' };

      const { bare, wrapped, seen, ...rest } = await observe(application, REQUESTS, collector, name);

      expect(wrapped).toEqual(bare);
      expect(seen).toEqual(expectedOf(REQUESTS));
      expect(rest).toEqual({ mixed: [], others: own, servers: 0 });
    },
  );

  it('is what doctor prints the line to add for, where it was built without', async () => {
    const findings = await findingsWithoutPlugin(join(APPLICATION, 'build'), 'index.js', `${node}`);

    expect(findings).toMatchObject([
      {
        message: expect.stringContaining('was bundled by SvelteKit'),
        fix: expect.stringContaining('plugins: [otelRun(), sveltekit(…)]'),
      },
    ]);
  });
});
