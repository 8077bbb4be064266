import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Agents of other vendors, below the folder where `scripts/install-neighbours.sh` puts them. */
const AGENTS = ['dd-trace', 'elastic-apm-node', 'newrelic'];

const FOLDER = new URL('../.neighbours', import.meta.url).pathname;

/** The agent of New Relic connects by TLS, to nobody here; it would write a file of its own. */
const NEW_RELIC = {
  NEW_RELIC_LICENSE_KEY: '0123456789012345678901234567890123456789',
  NEW_RELIC_APP_NAME: 'orders',
  NEW_RELIC_NO_CONFIG_FILE: 'true',
  NEW_RELIC_LOG_ENABLED: 'false',
  NEW_RELIC_HOST: 'localhost',
  NEW_RELIC_PORT: '9',
};

let collector: Collector;
let vendor: Server;
beforeAll(async () => {
  collector = await startCollector();
  vendor = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
  await new Promise<void>(resolve => vendor.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await collector.close();
  vendor.closeAllConnections();
  await new Promise(resolve => vendor.close(resolve));
});

for (const agent of AGENTS) {
  const folder = `${FOLDER}/${agent}`;
  const isThere = existsSync(`${folder}/node_modules`);
  if (!isThere) process.stderr.write(`SKIPPED: ${agent}: scripts/install-neighbours.sh\n`);
  describe.skipIf(!isThere)(`${agent} beside otel-run`, () => {
    it.each(nodes())(
      'traces each operation once, and each error in its own request (Node.js $version)',
      async node => {
        const service = `tracing-${agent}-${node.version}`;
        const { port } = vendor.address() as AddressInfo;
        const env = {
          ...collector.environment(service),
          ...NEW_RELIC,
          NEIGHBOUR: folder,
          AGENT: agent,
          AGENT_URL: `http://127.0.0.1:${port}`,
        };

        const { code, stdout, stderr } = await run(byOtelRun([node.path, 'agent-beside.cjs'], node.path), {
          env,
        });

        const [, own] = /^200 500 200 500 200 500 (\d+)\n$/.exec(stdout) ?? [];
        expect({ code, stdout, own }).toMatchObject({ code: 0, own: expect.any(String) });
        expect(stderr).toBe(
          `otel-run: ${agent} traces this process, too: it sends its spans to its own service, and those requests are traced here\n`,
        );
        const isOwn = ({ attributes }: ReceivedSpan) => attributes['server.port'] === Number(own);
        const { spans } = await collector.waitFor(service, got => got.spans.filter(isOwn).length >= 24);
        const found = spans.filter(isOwn);
        expect(found.map(toName).sort()).toEqual([
          ...Array(12).fill('CLIENT GET'),
          ...Array(6).fill('SERVER GET /orders/:id'),
          ...Array(6).fill('SERVER GET /prices'),
        ]);
        const failed = found.filter(({ kind, events }) => kind === 'SPAN_KIND_SERVER' && events.length > 0);
        expect(failed.map(toError).sort()).toEqual([
          '/orders/2: order 2',
          '/orders/4: order 4',
          '/orders/6: order 6',
        ]);
      },
    );
  });
}

function toName({ kind, name }: ReceivedSpan): string {
  return `${kind.replace('SPAN_KIND_', '')} ${name}`;
}

function toError({ attributes, events }: ReceivedSpan): string {
  return `${attributes['url.path']}: ${events.map(event => event.attributes['exception.message']).join()}`;
}
