import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** What is called, each with some forty values that nobody expects: files of the fixture. */
const CALLED = ['http', 'frameworks', 'loggers', 'queues', 'ai', 'databases', 'messages'];

/**
 * How a call may end in another way than bare: a copy of a record with a trace id looks another way where the record is a
 * proxy or a circle, or where Nest shows it by `util.inspect`; a revoked proxy says what was asked of it first; before
 * Node.js 24 a promise that is made in a context has it among its properties; the memory of a buffer is anything; a span is
 * started without options that cannot be read; what is no function is called by another function; the instrumentation of
 * pg copies a query and calls back with one argument more; kafkajs quotes a message, which has a header more; and amqplib and
 * kafkajs are given copies of what is sent.
 */
const DIFFERS = new RegExp(
  [
    '^winston .*(?:proxy that has everything|in a circle)',
    '^nest console logger, an object whose',
    '^nest .*async function',
    '(?:proxy|proxy that has been) revoked|revoked proxy',
    '(?:resolved|rejected) promise',
    '^log4js configure, a buffer',
    '^startSpan options, a proxy',
    '^(?:startActiveSpan|context\\.with), ',
    '^pg .*(?:called back|a frozen object)',
    '^kafka .*(?:Invalid message without value|proxy that has everything|in a circle)',
    '^amqplib .*proxy that has everything',
    '^uncaughtException TypeError undefined \\S+ is not a function',
  ].join('|'),
);

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
        const before = linesOf(bare.stdout);
        const after = linesOf(instrumented.stdout);
        const known = new Set(before);
        const pending = new Set(before.filter(line => line.endsWith(PENDING)).map(callOf));
        const isAlike = (line: string) =>
          known.has(line) || DIFFERS.test(line) || line.endsWith(PENDING) || pending.has(callOf(line));
        expect(after.filter(line => !isAlike(line))).toEqual([]);
        expect(after.map(callOf).filter(isCall)).toEqual(before.map(callOf).filter(isCall));
      },
      PATIENCE,
    );
  });
}

function linesOf(stdout: string): string[] {
  return stdout.trimEnd().split('\n');
}

/** What was called, and with what. */
function callOf(line: string): string {
  return line.split(': ', 1)[0] ?? '';
}

/** The last lines tell what went wrong outside of a call. */
function isCall(text: string): boolean {
  return !/^(?:unhandledRejection|uncaughtException) /.test(text);
}
