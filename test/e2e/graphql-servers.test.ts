import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Where `scripts/install-servers.sh` puts them. */
const FOLDER = new URL('../.frameworks/servers', import.meta.url).pathname;

const PROGRAM = new URL('../fixtures/frameworks/servers/graphql.cjs', import.meta.url).pathname;

const isInstalled = existsSync(`${FOLDER}/node_modules/mercurius`);
if (!isInstalled) process.stderr.write('SKIPPED: servers of GraphQL: bash scripts/install-servers.sh\n');

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

const MISSING = 'Cannot return null for non-nullable field Query.missing.';

/** Of documents that are not executed: there is no such field, or no end. */
const REFUSALS = [
  ['Cannot query field "unknown" on type "Query".', 'Cannot query field "absent" on type "Query".'],
  ['Syntax Error: Expected Name, found <EOF>.'],
];

describe.skipIf(!isInstalled)('an operation has one span below its request, with its errors', () => {
  for (const node of nodes()) {
    it.each(['apollo', 'mercurius'])(`by %s (Node.js ${node.version})`, async server => {
      const service = `${server}-${node.version}`;
      const env = { ...collector.environment(service), FRAMEWORKS: FOLDER };

      const ended = await run(byOtelRun([node.path, PROGRAM, server], node.path), { env, cwd: FOLDER });

      expect(ended).toMatchObject({ code: 0, stdout: '[0,1,1,1,2,1]\n', stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 16);
      const servers = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
      const requests = servers.map(({ spanId }) => spanId);
      const told = spans
        .filter(({ kind }) => kind === 'SPAN_KIND_INTERNAL')
        .map(({ name, status, events, parentSpanId }) => ({
          name,
          error: status.code === 'STATUS_CODE_ERROR' ? status.message : undefined,
          exceptions: events.map(({ attributes }) => attributes['exception.message']),
          request: requests.indexOf(parentSpanId ?? ''),
        }));
      expect(told).toEqual([
        { name: 'query Fine', error: undefined, exceptions: [], request: 0 },
        { name: 'query Failing', error: 'out of range', exceptions: ['out of range'], request: 1 },
        { name: 'query Missing', error: MISSING, exceptions: [MISSING], request: 2 },
        { name: 'mutation Adding', error: 'out of range', exceptions: ['out of range'], request: 3 },
      ]);
      expect(spans).toHaveLength(16);
      const refusals = servers
        .slice(-2)
        .map(({ events }) => events.map(({ attributes }) => attributes['exception.message']));
      expect(refusals).toEqual(REFUSALS);
      expect(JSON.stringify(spans)).not.toContain('4711');
    });
  }
});
