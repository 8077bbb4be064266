import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { type Node, nodes } from '../helpers/nodes.ts';
import { byOtelRun, cleanEnvironment, start } from '../helpers/processes.ts';
import { oneInstanceEach, spansByInstance, worked } from '../helpers/work.ts';

const FIXTURES = new URL('../fixtures/apps/', import.meta.url).pathname;
const BIN = new URL('../../node_modules/.bin/', import.meta.url).pathname;

/** The fixtures have no package.json of their own: the next one above them is this project's. */
const { version: APPLICATION_VERSION } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** Programs that stay when the work is done, to start it again: their own process is none where work runs. */
const MANAGERS: readonly {
  readonly title: string;
  readonly command: readonly string[];
  readonly workers: number;
}[] = [
  { title: 'node --watch, CommonJS', command: ['node', '--watch', 'work.cjs'], workers: 1 },
  { title: 'node --watch, ES module', command: ['node', '--watch', 'work.mjs'], workers: 1 },
  { title: 'tsx watch', command: [`${BIN}tsx`, 'watch', 'work.ts'], workers: 1 },
  {
    title: 'pm2-runtime',
    command: [`${BIN}pm2-runtime`, 'start', '--no-autorestart', 'work.cjs'],
    workers: 1,
  },
  {
    title: 'pm2-runtime, cluster',
    command: [`${BIN}pm2-runtime`, 'start', '--no-autorestart', '-i', '2', 'work.cjs'],
    workers: 2,
  },
];

let collector: Collector;
let home: string;
beforeAll(async () => {
  collector = await startCollector();
  home = mkdtempSync(join(tmpdir(), 'otel-run-pm2-'));
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await collector.close();
});

describe.each(nodes())('on Node.js $version', node => {
  describe.concurrent('work has one SDK, its manager none', () => {
    for (const [index, { title, command, workers }] of MANAGERS.entries()) {
      it(title, async () => {
        const service = `managed-${index}-${node.version}`;
        const env = collector.environment(service);

        const received = await sentUnder(node, command, service, workers, env);

        expect(received.stdout).toHaveLength(workers);
        expect(spansByInstance(received.spans)).toEqual(oneInstanceEach(received.stdout));
        expect(received.versions).toEqual([APPLICATION_VERSION]);
      });
    }

    it('PM2 in cluster mode, with the name of an application in its own file', async () => {
      const service = `ecosystem-${node.version}`;
      const file = join(home, `ecosystem-${node.version}.config.json`);
      const application = {
        name: 'api',
        script: join(FIXTURES, 'work.cjs'),
        exec_mode: 'cluster',
        autorestart: false,
      };
      writeFileSync(
        file,
        JSON.stringify({ apps: [{ ...application, env: { OTEL_SERVICE_NAME: service } }] }),
      );

      const env = collector.environment('not-this-name');
      const received = await sentUnder(node, [`${BIN}pm2-runtime`, 'start', file], service, 1, env);

      expect(spansByInstance(received.spans)).toEqual(oneInstanceEach(received.stdout));
    });
  });
});

/** What arrived while a manager ran, and which work it showed; the manager is gone then. */
async function sentUnder(
  node: Node,
  command: readonly string[],
  service: string,
  workers: number,
  env: Readonly<Record<string, string>>,
) {
  const PATH = `${dirname(node.path)}:${cleanEnvironment().PATH}`;
  const PM2_HOME = join(home, service);
  const manager = start(byOtelRun(command, node.path), {
    cwd: FIXTURES,
    env: { PATH, PM2_HOME, ...env },
    timeout: 50_000,
  });
  try {
    const { spans } = await collector.waitFor(service, got => got.spans.length >= workers * 2);
    manager.child.kill('SIGINT');
    const { stdout } = await manager.ended;
    const versions = new Set(spans.map(({ resource }) => resource['service.version']));
    return { spans, stdout: worked(stdout), versions: [...versions] };
  } finally {
    // What it started ends with it, unlike by SIGKILL.
    manager.child.kill('SIGTERM');
    await manager.ended;
  }
}
