import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** What is called, each with some forty values that nobody expects: files of the fixture. */
const CALLED = ['http', 'frameworks', 'loggers', 'queues'];

/**
 * How a call may end in another way than bare: a copy of a record with a trace id looks another way where the record is a
 * proxy or a circle, or where Nest shows it by `util.inspect`; a revoked proxy says what was asked of it first; before
 * Node.js 24 a promise that is made in a context has it among its properties; and the memory of a buffer is anything.
 */
const DIFFERS =
  /^winston .*(?:proxy that has everything|in a circle)|^nest console logger, an object whose|^nest .*async function|revoked proxy|(?:resolved|rejected) promise|^log4js configure, a buffer/;

/** Milliseconds that some two thousand calls may take. */
const PATIENCE = 300_000;

/** Whatever takes longer than the fixture waits for. */
const PENDING = 'is pending';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe(`calls with odd values, Node.js ${node.version}`, () => {
    it.each(CALLED)(
      'return and throw as without otel-run: %s',
      async file => {
        const argv = [node.path, '--no-warnings', 'odd-calls/run.cjs', file];
        const env = preloaded({
          ...collector.environment(`odd-calls-${file}-${node.version}`),
          OTEL_RUN_CONSOLE_LOGS: 'true',
        });

        const [bare, instrumented] = await Promise.all([
          run(argv, { timeout: PATIENCE }),
          run(argv, { env, timeout: PATIENCE }),
        ]);

        expect([bare.code, instrumented.code], instrumented.stderr).toEqual([0, 0]);
        const before = bare.stdout.trimEnd().split('\n');
        const after = instrumented.stdout.trimEnd().split('\n');
        const changed = after.filter((line, index) => !isAlike(line, before[index] ?? ''));
        expect(changed).toEqual([]);
        expect(after).toHaveLength(before.length);
      },
      PATIENCE,
    );
  });
}

function isAlike(line: string, bare: string): boolean {
  return line === bare || DIFFERS.test(line) || [line, bare].some(one => one.endsWith(PENDING));
}
