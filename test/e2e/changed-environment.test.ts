import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** What an outer NODE_ENV, and that of a child, make of the child's log records. */
const DEVELOPMENT = [
  { outer: undefined, inner: 'development', logs: 0 },
  { outer: 'production', inner: 'test', logs: 0 },
  { outer: 'development', inner: 'production', logs: 1 },
  { outer: 'production', inner: 'production', logs: 1 },
  { outer: undefined, inner: 'development', flag: '--no-development', logs: 1 },
  { outer: 'production', inner: 'production', flag: '--development', logs: 0 },
];

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}`, () => {
    it.each(['deletes', 'changes', 'replaces'])(
      'delivers to where it was told at the start, where the application %s its environment',
      async action => {
        const service = `environment-${action}-${node.version}`;
        const argv = [node.path, 'change-environment.cjs', action];

        const ended = await run(byOtelRun(argv, node.path), { env: collector.environment(service) });

        expect(ended).toMatchObject({ code: 0, stderr: '' });
        const { spans, logs } = await collector.waitFor(
          service,
          got => got.spans.length === 3 && got.logs.length === 1,
        );
        expect([spans.length, logs.length]).toEqual([3, 1]);
      },
    );

    it('finds a certificate where it was at the start', async () => {
      const tls = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
      const paths: (string | undefined)[] = [];
      const server = createServer(
        { key: tls('server.key'), cert: tls('server.pem') },
        (request, response) => {
          paths.push(request.url);
          request.resume().on('end', () => response.end());
        },
      ).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;

      const ended = await run(byOtelRun([node.path, 'change-environment.cjs', 'deletes'], node.path), {
        env: {
          ...collector.environment('certificate'),
          OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
          OTEL_EXPORTER_OTLP_CERTIFICATE: '../tls/server.pem',
        },
      });
      server.close();

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(new Set(paths)).toEqual(new Set(['/v1/traces', '/v1/logs']));
    });

    it.each(DEVELOPMENT)(
      'exports $logs log records of a child with NODE_ENV=$inner, started with $outer $flag',
      async ({ outer, inner, flag, logs }) => {
        const service = `development-${outer}-${inner}-${flag}-${node.version}`;
        const argv = byOtelRun([node.path, 'in-development.cjs', inner], node.path, flag ? [flag] : []);

        const { code, stderr } = await run(argv, {
          env: { ...collector.environment(service), NODE_ENV: outer },
        });

        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const received = await collector.waitFor(service, got => got.spans.length === 1);
        expect(received.logs).toHaveLength(logs);
      },
    );
  });
}
