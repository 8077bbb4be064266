import { chmodSync, copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** A request, and the first use of libuv's threads when the delivery thread could have taken their place. */
const APPLICATION = `
  const http = require('node:http');
  const server = http.createServer((_, response) => response.end()).listen(0, '127.0.0.1', () =>
    http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, response =>
      response.resume().on('end', () => {
        server.close();
        setTimeout(() => require('node:fs').readFile('/proc/version', error => console.log(error ?? 'read')), 200);
      })));`;

/** A user of its own for each process: the limit of threads counts all of a user. */
let user = 60_000;

const limitedTo = (limit: string) => (argv: readonly string[]) => [
  ...['bash', '-c', `ulimit ${limit}; exec "$@"`, 'bash'],
  ...argv,
];

const asUser = (limit: string) => (argv: readonly string[]) => [
  ...['setpriv', `--reuid=${++user}`, `--regid=${user}`, '--clear-groups'],
  ...limitedTo(limit)(argv),
];

const ROWS = [
  ...['-v 1500000', '-v 2000000', '-v 2600000', '-v 4000000', '-f 0', '-s 256'].map(limit => ({
    limit,
    limited: limitedTo(limit),
  })),
  ...['-n 24', '-n 26', '-n 28', '-n 40'].map(limit => ({ limit, limited: limitedTo(limit) })),
  // The limit of threads does not hold for root, who alone can start a process of another user.
  ...(process.getuid?.() === 0 ? ['-u 11', '-u 12', '-u 14', '-u 20', '-u 40'] : []).map(limit => ({
    limit,
    limited: asUser(limit),
  })),
];

let collector: Collector;
/** A copy that any user may read. */
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-limits-'));
  chmodSync(folder, 0o755);
  cpSync(join(PACKAGE_FOLDER, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const node of nodes()) copyFileSync(node.path, copyOf(node));
});
afterAll(async () => {
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const node of nodes()) {
  describe.skipIf(process.platform !== 'linux')(`Node.js ${node.version}, under a limit`, () => {
    it.concurrent.each(ROWS)('runs and ends as bare, and delivers: ulimit $limit', async row => {
      const service = `limit ${row.limit} ${node.version}`;
      const argv = [copyOf(node), '-e', APPLICATION];
      const env = {
        ...preloaded(collector.environment(service)),
        NODE_OPTIONS: `--require ${join(folder, 'dist', 'preload.cjs')}`,
        OTEL_LOG_LEVEL: 'error',
      };

      const bare = await run(row.limited(argv), { cwd: folder });
      const instrumented = await run(row.limited(argv), { cwd: folder, env });

      expect(bare).toMatchObject({ code: 0, stdout: 'read\n' });
      expect({ ...instrumented, stderr: withoutWarning(instrumented.stderr, node) }).toEqual(bare);
      await collector.waitFor(service, ({ spans }) => spans.length === 2);
    });
  });
}

function copyOf({ version }: Node): string {
  return join(folder, `node-${version}`);
}

/** Its hooks for `import` need a thread, which is said to be missing. */
function withoutWarning(stderr: string, node: Node): string {
  return isAtLeast(node, 22, 15) ? stderr : stderr.replace(/^otel-run: ES modules are not .*\n/m, '');
}
