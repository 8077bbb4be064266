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
  });
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
