import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

for (const node of nodes()) {
  it.each(['as a plugin', 'for all'])(
    `an application that registers @fastify/otel %s runs, and doubles nothing (Node.js ${node.version})`,
    async way => {
      const service = `fastify-${way.replaceAll(' ', '-')}-${node.version}`;
      const argv = byOtelRun([node.path, 'fastify-otel.mjs', way], node.path);

      const ended = await run(argv, { env: collector.environment(service) });

      expect(ended).toMatchObject({ code: 0, stdout: '{"id":"7"}\n', stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 2);
      expect(spans.map(({ kind, name }) => `${kind.replace('SPAN_KIND_', '')} ${name}`).sort()).toEqual([
        'CLIENT GET',
        'SERVER GET /orders/:id',
      ]);
    },
  );

  it(`an application that registers module hooks is not warned of ours (Node.js ${node.version})`, async () => {
    const service = `own-hooks-${node.version}`;
    const argv = [node.path, '--no-deprecation', 'own-module-hooks.mjs'];

    const ended = await run(byOtelRun(argv, node.path), { env: collector.environment(service) });

    expect(ended).toEqual({ code: 0, signal: null, stdout: 'function\n', stderr: '' });
  });
}
