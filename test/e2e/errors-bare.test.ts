import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';

const FIXTURES = new URL('../fixtures/apps/throws', import.meta.url).pathname;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`an error that ends Node.js ${node.version} looks as bare`, () => {
    for (const file of ['in-request.cjs']) {
      for (const place of placesOf(file)) {
        it(`${file}: ${place}`, async () => {
          const argv = [node.path, join(FIXTURES, file), place];

          const [bare, wrapped] = await Promise.all([
            run(argv),
            run(argv, { env: preloaded(collector.environment(`errors-${node.version}`)) }),
          ]);

          expect(bare.code).not.toBe(0);
          expect(comparable(wrapped)).toEqual(comparable(bare));
        });
      }
    }

    for (const place of placesOf('in-work.cjs')) {
      it(`in work: ${place}`, () => expectBare(node.path, ['in-work.cjs', place]));
    }

    it.each(MODES)('in work: $what', async ({ when = () => true, flags, argv }) => {
      if (when(node.version)) await expectBare(node.path, argv, flags);
    });
  });
}

/** Ways to run it, and what Node.js does about rejections. */
const MODES: readonly {
  readonly what: string;
  readonly flags?: readonly string[];
  readonly argv: readonly string[];
  readonly when?: (version: string) => boolean;
}[] = [
  ...['strict', 'warn', 'none', 'throw', 'warn-with-error-codes'].flatMap(mode =>
    ['withWork, asynchronous', 'withWork, a rejection', 'withFields, asynchronous'].map(place => ({
      what: `--unhandled-rejections=${mode}, ${place}`,
      flags: [`--unhandled-rejections=${mode}`],
      argv: ['in-work.cjs', place],
    })),
  ),
  { what: 'a module', argv: ['in-work.mjs'] },
  { what: 'a module, asynchronous', argv: ['in-work.mjs', 'asynchronous'] },
  {
    what: 'TypeScript by type stripping',
    argv: ['in-work.ts'],
    when: version => Number.parseInt(version, 10) >= 24,
  },
];

/** The frames of the functions that applications import are there without otel-run, too, but not with it. */
const OF_OTEL_RUN = /\n +at [^\n]*[\\/]dist[\\/]index\.c?js:\d+:\d+\)?/g;

/** Every frame is shown, as those that have no room are others. */
async function expectBare(node: string, argv: readonly string[], flags: readonly string[] = []) {
  const command = [node, '--stack-trace-limit=100', ...flags, ...argv];
  const service = `errors-${argv.join('-').replace(/\W+/g, '-')}`;
  const options = { cwd: FIXTURES };

  const [bare, wrapped] = await Promise.all([
    run(command, options),
    run(command, { ...options, env: preloaded(collector.environment(service)) }),
  ]);

  expect(wrapped.stderr).not.toMatch(OF_OTEL_RUN);
  expect(timeless(comparable(wrapped))).toEqual(timeless(comparable(bare)));
}

/** A method that is wrapped, of a logger or of the loader of modules, is not found by its name any more. */
function timeless(ended: Ended): Ended {
  const withoutTime = (text: string) =>
    text
      .replace(OF_OTEL_RUN, '')
      .replace(/rejection id: \d+/, '')
      .replace(/(at Pino\.LOG) \[as \w+\]|(at Logger\.)(?:info|<anonymous>)/g, '$1$2')
      .replace(/at (?:Module|Function)\.(?:_load|<anonymous>) \(node:/g, 'at Module (node:')
      .replace(/"(time|pid)":\d+/g, '"$1":0')
      .replace(/\(node:\d+\)/g, '(node)');
  return { ...ended, stdout: withoutTime(ended.stdout), stderr: withoutTime(ended.stderr) };
}

/** What a fixture prints that is not told a place. */
function placesOf(file: string): readonly string[] {
  return JSON.parse(execFileSync(process.execPath, [join(FIXTURES, file)], { encoding: 'utf8' }));
}

/**
 * Two differences in frames of Node.js' own remain. It calls several listeners of an event at another line than a single
 * one: a request has one of ours. And since version 26 it runs a microtask by a resource only where there is a context.
 */
function comparable({ stderr, ...ended }: Ended): Ended {
  return {
    ...ended,
    stderr: stderr
      .replace(/(ClientRequest\.emit \(node:events):\d+:\d+/g, '$1')
      .replace(/\n {4}at [^\n]*node:(?:internal\/process\/task_queues|async_hooks):\d+:\d+\)?/g, ''),
  };
}
