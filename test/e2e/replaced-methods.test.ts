import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';

const FIXTURE = join(new URL('../fixtures/apps', import.meta.url).pathname, 'replaced-methods.cjs');

/** What the fixture prints that is not told what to replace. */
const CHANGES: readonly string[] = JSON.parse(
  execFileSync(process.execPath, [FIXTURE], { encoding: 'utf8' }),
);

const ENDINGS = ['itself', 'exit', 'throw'];

const CASES = CHANGES.flatMap(change => ENDINGS.map(ending => ({ change, ending })));

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('where a method is replaced, Node.js $version', ({ version, path: node }) => {
  it.concurrent.each(CASES)(
    'the application ends as bare, and telemetry arrives: $change, by $ending',
    async ({ change, ending }) => {
      const argv = [node, FIXTURE, change, ending];
      const service = `replaced-${change}-${ending}-${version}`.replaceAll(/\W+/g, '-');

      const [bare, instrumented] = await Promise.all([
        run(argv),
        run(argv, { env: preloaded(collector.environment(service)) }),
      ]);

      expect(comparable(instrumented)).toEqual(comparable(bare));
      const { spans } = await collector.waitFor(service, ({ spans }) => spans.length >= 2);
      expect(spans.map(({ name }) => name)).toContain('GET');
    },
  );
});

/** Frames are a matter of their own: what Node.js calls that was replaced throws between frames of ours. */
function comparable({ stderr, ...ended }: Ended): Ended {
  return { ...ended, stderr: stderr.replace(/\n {4}at .*/g, '') };
}
