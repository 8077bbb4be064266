import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const CASES = ['http', 'http/previous'].flatMap(folder =>
  ['by-require.cjs', 'by-import.mjs'].map(file => ({ folder, file })),
);

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it.each(CASES)(
      'requests to h3 have their route and their error, $folder/$file',
      async ({ folder, file }) => {
        const service = `h3 ${folder} ${file} ${node.version}`;
        const argv = [node.path, '--no-warnings', `${folder}/${file}`, 'h3'];
        const [bare, wrapped] = await Promise.all([
          run(argv),
          run(argv, { env: preloaded(collector.environment(service)) }),
        ]);

        expect(bare).toMatchObject({ code: 0, stderr: '' });
        expect(wrapped).toEqual(bare);
        const { spans } = await collector.waitFor(service, got => got.spans.length >= 18);
        const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
        expect(servers).toMatchObject([
          { name: 'GET /users/:id', attributes: { 'http.route': '/users/:id' } },
          { name: 'GET /api/items/:id', attributes: { 'http.route': '/api/items/:id' } },
          { name: 'GET /api' },
          { name: 'GET /based/items/:id' },
          {
            name: 'GET /broken',
            status: { code: 'STATUS_CODE_ERROR' },
            events: [{ attributes: { 'exception.message': 'out of range' } }],
          },
          { name: 'GET' },
        ]);
        expect(servers).toHaveLength(6);
      },
    );
  });
}
