import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Where `scripts/install-servers.sh` puts them. */
const FOLDER = new URL('../.frameworks/servers', import.meta.url).pathname;

const PROGRAM = new URL('../fixtures/frameworks/servers/servers.cjs', import.meta.url).pathname;

const REJECTING = new URL('../fixtures/frameworks/servers/rejecting.cjs', import.meta.url).pathname;

const isInstalled = existsSync(`${FOLDER}/node_modules/restify`);
if (!isInstalled) process.stderr.write('SKIPPED: more frameworks: bash scripts/install-servers.sh\n');

interface Asked {
  readonly userAgent: string;
  readonly path: string;
  readonly method?: string;
  readonly route?: string;
  /** Whether an error of the application's answered. */
  readonly fails: boolean;
}

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

describe.skipIf(!isInstalled)('frameworks that are built on others, or on none', () => {
  for (const node of nodes()) {
    it(`have the route and the error of each request, once (Node.js ${node.version})`, async () => {
      const service = `more-frameworks-${node.version}`;
      // Connect prints errors in any other environment.
      const quiet = { NODE_ENV: 'test', OTEL_RUN_DEVELOPMENT: 'false' };
      const env = { ...collector.environment(service), ...quiet, FRAMEWORKS: FOLDER };

      const ended = await run(byOtelRun([node.path, '--no-deprecation', PROGRAM], node.path), {
        env,
        cwd: FOLDER,
      });

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      // restify writes a line of its own.
      const asked: readonly Asked[] = JSON.parse(
        ended.stdout.split('\n').find(line => line.startsWith('[')) ?? '',
      );
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 2 * asked.length);
      const told = asked.map(({ userAgent, path }) => ({
        userAgent,
        path,
        spans: spans
          .filter(span => span.attributes['user_agent.original'] === userAgent)
          .filter(({ kind }) => kind === 'SPAN_KIND_SERVER')
          .map(({ name, events }) => ({
            name,
            errors: events.map(({ attributes }) => attributes['exception.message']),
          })),
      }));
      const expected = asked.map(({ userAgent, path, method = 'GET', route, fails }) => ({
        userAgent,
        path,
        spans: [
          {
            name: route === undefined ? method : `${method} ${route}`,
            errors: fails ? ['out of range'] : [],
          },
        ],
      }));
      expect(told).toEqual(expected);
      expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_INTERNAL')).toEqual([]);
    });

    it.each(['polka', 'connect', 'express 4'])(
      `%s: a rejection that nothing handles ends the process as bare (Node.js ${node.version})`,
      async framework => {
        const service = `${framework} rejects ${node.version}`;
        const env = { FRAMEWORKS: FOLDER, FRAMEWORK: framework, NODE_NO_WARNINGS: '1' };

        const bare = await run([node.path, REJECTING], { env });
        const ended = await run(byOtelRun([node.path, REJECTING], node.path), {
          env: { ...env, ...collector.environment(service) },
        });

        expect(bare).toMatchObject({ code: 1, stderr: expect.stringContaining('RangeError: out of range') });
        expect({ ...ended, stderr: withoutFrames(ended.stderr) }).toEqual({
          ...bare,
          stderr: withoutFrames(bare.stderr),
        });
        expect(collector.of(service).logs).toMatchObject([{ body: 'out of range', severityText: 'FATAL' }]);
      },
    );
  }
});

/** The frames between differ: those of proxies have other names. */
function withoutFrames(stderr: string): string {
  return stderr.replace(/\n +at .*/g, '');
}
