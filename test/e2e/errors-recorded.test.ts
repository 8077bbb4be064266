import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const FIXTURE = new URL('../fixtures/apps/throws/with-secrets.cjs', import.meta.url).pathname;

const WAYS = [
  // Only of an error that its listener throws at once the instrumentation knows which request it is of.
  { way: 'thrown', onServerSpan: true },
  { way: 'emitted', onServerSpan: true },
  { way: 'thrown later' },
  { way: 'rejected' },
  { way: 'rejected later' },
  { way: 'thrown in a listener' },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`the record of an error that ends Node.js ${node.version}`, () => {
    for (const { way, onServerSpan } of WAYS) {
      it(`has the context that it was ${way} in, and no secret`, async () => {
        const service = `crash-${node.version}-${way}`;
        const env = preloaded(collector.environment(service));

        const { code } = await run([node.path, FIXTURE, way], { env });

        expect(code).toBe(1);
        const { logs, spans } = await collector.waitFor(service, got => got.logs.length > 0);
        expect(logs).toHaveLength(1);
        const [record] = logs;
        expect(record).toMatchObject({
          severityText: 'FATAL',
          traceId: expect.stringMatching(/^[\da-f]{32}$/),
          spanId: expect.stringMatching(/^[\da-f]{16}$/),
          body: 'GET http://other.test/?token=[REDACTED] failed',
          attributes: {
            'exception.type': 'TypeError',
            'exception.message': 'GET http://other.test/?token=[REDACTED] failed',
            'exception.stacktrace': expect.stringContaining(FIXTURE),
            'http.request.method': 'POST',
            tenant: 'acme',
          },
        });
        const exported = JSON.stringify({ ...record, resource: {} });
        for (const secret of ['abcdef', 'hunter2', join('dist', 'preload')])
          expect(exported).not.toContain(secret);
        if (!onServerSpan) return;
        const server = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER');
        expect(server).toMatchObject({ traceId: record?.traceId, spanId: record?.spanId });
        expect(server?.events).toMatchObject([{ name: 'exception' }]);
      });
    }
  });
}
