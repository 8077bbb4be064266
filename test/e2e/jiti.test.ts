import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const CLI = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const FOLDER = new URL('../fixtures/apps/by-jiti', import.meta.url).pathname;

const WAYS: readonly { readonly by: string; readonly command: readonly string[] }[] = [
  { by: 'its command', command: [CLI, 'app.ts'] },
  { by: 'an ES module', command: ['boot.mjs'] },
  { by: 'a CommonJS module', command: ['boot.cjs'] },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`an application that jiti loads, Node.js ${node.version}`, () => {
    it.each(WAYS)('has its routes and records, by $by', async ({ by, command }) => {
      const service = `jiti by ${by} ${node.version}`;

      const { code, stderr } = await run(byOtelRun([node.path, ...command], node.path), {
        env: collector.environment(service),
        cwd: FOLDER,
      });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { spans, logs } = await collector.waitFor(
        service,
        got => got.spans.length >= 2 && got.logs.length > 0,
      );
      expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /orders/:id']);
      expect(logs.map(({ body }) => body)).toEqual(['order was asked for']);
    });
  });
}
