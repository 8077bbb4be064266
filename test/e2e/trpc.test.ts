import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
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

const procedure = (name: string) => ({
  name,
  kind: 'SPAN_KIND_INTERNAL',
  attributes: { 'rpc.system.name': 'trpc', 'rpc.method': name },
});

const failed = (name: string, type: string, message: string) => ({
  ...procedure(name),
  attributes: { 'rpc.method': name, 'error.type': type },
  status: { code: 'STATUS_CODE_ERROR', message },
  events: [expect.objectContaining({ name: 'exception' })],
});

const BROKEN = failed('users.broken', 'INTERNAL_SERVER_ERROR', 'out of range');

/** The procedures that each request calls, by their names. */
const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  query: [procedure('users.byId')],
  mutation: [procedure('users.rename')],
  refused: [failed('users.missing', 'NOT_FOUND', 'no such user')],
  broken: [BROKEN],
  batched: [procedure('ping'), BROKEN, procedure('users.byId')],
  called: [procedure('ping')],
};

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it.each(CASES)('each procedure of tRPC has one span, $folder/$file', async ({ folder, file }) => {
      const service = `trpc ${folder} ${file} ${node.version}`;
      const argv = [node.path, '--no-warnings', `${folder}/${file}`, 'trpc'];
      const [bare, wrapped] = await Promise.all([
        run(argv),
        run(argv, { env: preloaded(collector.environment(service)) }),
      ]);

      expect(bare).toMatchObject({ code: 0, stderr: '' });
      expect(wrapped).toEqual(bare);
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 24);
      for (const [request, expected] of Object.entries(EXPECTED)) {
        const found = procedures(request, spans);
        expect(found, request).toMatchObject(expected);
        expect(found, request).toHaveLength(expected.length);
      }
      const batched = procedures('batched', spans);
      const servers = spans.filter(
        ({ traceId, kind }) => traceId === batched[0]?.traceId && kind === 'SPAN_KIND_SERVER',
      );
      expect(batched.map(({ parentSpanId }) => [parentSpanId])).toEqual(
        Array(3).fill(servers.map(({ spanId }) => spanId)),
      );
    });
  });
}

function procedures(request: string, spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  const root = spans.find(({ name }) => name === request);
  return spans
    .filter(({ traceId, scope }) => traceId === root?.traceId && scope === 'otel-run/trpc')
    .toSorted((one, other) => one.name.localeCompare(other.name));
}
