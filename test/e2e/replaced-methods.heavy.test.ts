import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, type RunOptions, run, start } from '../helpers/processes.ts';

const FIXTURE = join(new URL('../fixtures/apps', import.meta.url).pathname, 'replaced', 'run.cjs');

const TABLES = [
  { table: 'methods', endings: ['itself', 'exit', 'throw'], least: 2 },
  { table: 'process', endings: ['itself', 'exit', 'throw', 'signal'], least: 4 },
] as const;

const CASES = TABLES.flatMap(({ table, endings, least }) =>
  rowsOf(table).flatMap(change => endings.map(ending => ({ table, change, ending, least }))),
);

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('where a method is replaced, Node.js $version', ({ version, path: node }) => {
  it.concurrent.each(CASES)(
    'the application ends as bare, and telemetry arrives: $change, by $ending',
    async ({ table, change, ending, least }) => {
      const argv = [node, FIXTURE, table, change, ending];
      const service = `replaced-${change}-${ending}-${version}`.replaceAll(/\W+/g, '-');
      const send = ending === 'signal' ? 'SIGTERM' : undefined;

      const [bare, instrumented] = await Promise.all([
        runToEnd(argv, send),
        runToEnd(argv, send, { env: preloaded(collector.environment(service)) }),
      ]);

      expect(comparable(instrumented)).toEqual(comparable(bare));
      const { spans } = await collector.waitFor(service, ({ spans }) => spans.length >= least);
      expect(spans.map(({ name }) => name)).toContain('GET');
    },
  );
});

/** What the fixture prints that is not told what to replace. */
function rowsOf(table: string): readonly string[] {
  return JSON.parse(execFileSync(process.execPath, [FIXTURE, table], { encoding: 'utf8' }));
}

/** @param signal sent when the process has done its work */
async function runToEnd(
  argv: readonly string[],
  signal: NodeJS.Signals | undefined,
  options: RunOptions = {},
): Promise<Ended> {
  if (!signal) return run(argv, options);
  const { child, printed, ended } = start(argv, options);
  await printed('READY');
  child.kill(signal);
  return ended;
}

/** Frames are a matter of their own: what Node.js calls that was replaced throws between frames of ours. */
function comparable({ stderr, ...ended }: Ended): Ended {
  return { ...ended, stderr: stderr.replace(/\n {4}at .*/g, '') };
}
