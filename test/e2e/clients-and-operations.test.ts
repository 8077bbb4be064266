import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it('an operation of GraphQL has one span, with the errors that it answers with', async () => {
      const service = `graphql-${node.version}`;

      const { bare, wrapped } = await runTwice('graphql.cjs', service);

      expect(wrapped).toEqual(bare);
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 13);
      const operations = spans.filter(({ scope }) => scope !== 'app');
      const told = operations.map(({ name, status, events }) => ({
        name,
        error: status.code === 'STATUS_CODE_ERROR' ? status.message : undefined,
        exceptions: events.map(({ attributes }) => attributes['exception.message']),
      }));
      const failed = { error: 'out of range', exceptions: ['out of range'] };
      expect(told).toEqual([
        { name: 'query', error: undefined, exceptions: [] },
        { name: 'query Sync', ...failed },
        { name: 'query Async', ...failed },
        { name: 'query Nested', ...failed },
        { name: 'query Two', error: 'out of range', exceptions: ['out of range', 'out of range'] },
        { name: 'query', ...failed },
      ]);
      const traces = operations.filter(({ events }) => events.length > 0);
      for (const { events } of traces)
        expect(events[0]?.attributes['exception.stacktrace']).toContain('graphql.cjs');
    });

    async function runTwice(fixture: string, service: string) {
      const argv = [node.path, fixture];
      const [bare, wrapped] = await Promise.all([
        run(argv),
        run(argv, { env: preloaded(collector.environment(service)) }),
      ]);
      expect(bare).toMatchObject({ code: 0, stderr: '' });
      return { bare, wrapped };
    }
  });
}
