import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Version 17 publishes its operations, the one before is patched; and what executes by itself. */
const CASES = [
  { what: 'GraphQL.js 17', folder: 'graphql', major: 22 },
  { what: 'GraphQL.js 16', folder: 'graphql/previous', major: 20 },
].flatMap(majors => ['by-require.cjs', 'by-import.mjs'].map(file => ({ ...majors, file })));

/** An event of a subscription, and its source. */
const FAILURES = ['out of range', 'no more prices'];

/** Of documents that are not executed: there is no such field, or no end. */
const REFUSALS = [
  ['Cannot query field "missing" on type "Query".', 'Cannot query field "absent" on type "Query".'],
  ['Syntax Error: Expected Name, found <EOF>.'],
];

const SUBSCRIPTIONS = [
  { what: 'GraphQL.js 17', folder: 'graphql', major: 22, server: '', count: 3 },
  // Each event has a span.
  { what: 'GraphQL.js 16', folder: 'graphql/previous', major: 20, server: '', count: 5 },
  { what: 'GraphQL Yoga', folder: 'graphql', major: 20, server: 'yoga', count: 3 },
].flatMap(ways => ['by-require.cjs', 'by-import.mjs'].map(file => ({ ...ways, file })));

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    const cases = CASES.filter(({ major }) => isAtLeast(node, major));

    it.each(cases)('an operation of $what has one span, with its errors, $file', async ({ folder, file }) => {
      const { spans } = await runTwice(node, `${folder}/${file}`, 17);

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
        { name: 'query Lists', error: 'out of range', exceptions: Array(3).fill('out of range') },
        { name: 'query Shared', ...failed },
        { name: 'query', ...failed },
      ]);
      expect(operations[1]?.attributes).toMatchObject({
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Sync',
      });
      const traces = operations.filter(({ events }) => events.length > 0);
      for (const { events } of traces)
        expect(events[0]?.attributes['exception.stacktrace']).toContain('graphql.cjs');
    });

    const subscriptions = SUBSCRIPTIONS.filter(({ major }) => isAtLeast(node, major));

    it.each(subscriptions)(
      'an event of a subscription that fails has a span, by $what, $file',
      async ({ folder, file, server, count }) => {
        const { spans } = await runTwice(node, `${folder}/subscriptions-${file}`, count + 1, [server]);

        const operations = spans.filter(({ name }) => name === 'subscription Prices');
        const failed = operations.filter(({ status }) => status.code === 'STATUS_CODE_ERROR');
        const told = failed.map(({ status, events }) => [
          status.message,
          ...events.map(({ attributes }) => attributes['exception.message']),
        ]);
        expect(told.sort()).toEqual(FAILURES.map(message => [message, message]).sort());
        expect(new Set(operations.map(({ traceId }) => traceId)).size).toBe(1);
        expect(operations).toHaveLength(count);
      },
    );

    it.skipIf(!isAtLeast(node, 22))('a later part of an answer that fails has a span', async () => {
      const { spans } = await runTwice(node, 'graphql/deferred.cjs', 3);

      const operations = spans.filter(({ name }) => name === 'query Deferred');
      expect(operations.map(({ status }) => status.message)).toEqual([undefined, 'out of range']);
      expect(operations[1]?.events).toMatchObject([{ attributes: { 'exception.message': 'out of range' } }]);
    });

    it.each(['servers-by-require.cjs', 'servers-by-import.mjs'])(
      'an operation of GraphQL Yoga has one span below its request, %s',
      async file => {
        const { spans } = await runTwice(node, `graphql/${file}`, 18);

        const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
        const operations = spans.filter(({ parentSpanId }) =>
          servers.some(({ spanId }) => spanId === parentSpanId),
        );
        expect(operations).toMatchObject([
          {
            name: 'query Fine',
            attributes: { 'graphql.operation.type': 'query', 'graphql.operation.name': 'Fine' },
          },
          { name: 'query', status: { code: 'STATUS_CODE_ERROR', message: 'out of range' } },
          { name: 'mutation Add' },
        ]);
        expect(operations).toHaveLength(3);
        const messages = servers.map(({ events }) =>
          events.map(({ attributes }) => attributes['exception.message']),
        );
        expect(messages).toEqual([[], [], [], ...REFUSALS]);
      },
    );
  });
}

async function runTwice(node: Node, file: string, spans: number, more: readonly string[] = []) {
  const service = `${file} ${more.join(' ')} ${node.version}`;
  const argv = [node.path, '--no-warnings', file, ...more];
  const [bare, wrapped] = await Promise.all([
    run(argv),
    run(argv, { env: preloaded(collector.environment(service)) }),
  ]);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  expect(wrapped).toEqual(bare);
  return collector.waitFor(service, got => got.spans.length >= spans);
}
