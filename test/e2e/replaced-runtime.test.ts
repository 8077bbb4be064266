import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, start } from '../helpers/processes.ts';

/** What applications and test tools make of the runtime: names of changes in the program. */
const CHANGES = [
  { change: 'sinon fakes everything' },
  { change: 'sinon fakes everything', undone: true },
  { change: 'node:test fakes everything' },
  { change: 'node:test fakes everything', undone: true },
  { change: 'MockDate freezes' },
  { change: 'timekeeper freezes' },
  { change: 'functions count where they are' },
  { change: 'timers return numbers' },
  { change: 'timers throw' },
  { change: 'globals are deleted' },
  { change: 'zone.js patches everything' },
  { change: 'bluebird is the Promise' },
  { change: 'a Promise that throws' },
  { change: 'constructors of data are replaced' },
  { change: 'functions of Atomics throw' },
  { change: 'the file system is mocked' },
  { change: 'the process is replaced' },
  { change: 'functions of built-in modules throw' },
  { change: 'built-in modules lose what they export' },
].map(row => ({ undone: false, ...row }));

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}, telemetry arrives while the application runs, and it counts no call of ours:`, () => {
    it.each(CHANGES)('$change, undone: $undone', async ({ change, undone }) => {
      const service = `replaced-${change}-${undone}-${node.version}`;
      const argv = [node.path, 'replaced-runtime.cjs', change, ...(undone ? ['undo'] : [])];
      const before = BigInt(Date.now()) * 1_000_000n;
      const { child, ended } = start(argv, {
        keepInput: true,
        env: {
          ...preloaded(collector.environment(service)),
          NODE_NO_WARNINGS: '1',
          OTEL_BSP_SCHEDULE_DELAY: '100',
          OTEL_BLRP_SCHEDULE_DELAY: '100',
        },
      });

      const { spans } = await Promise.race([
        collector.waitFor(service, ({ spans, logs }) => spans.length === 6 && logs.length === 3),
        ended.then(({ code, stderr }) => Promise.reject(new Error(`it ended with ${code}\n${stderr}`))),
      ]);
      child.stdin.end();
      const { stdout, ...ending } = await ended;

      expect(ending).toEqual({ code: 0, signal: null, stderr: '' });
      expect(stdout.trimEnd().split('\n').map(shown)).toEqual(['/3', '/2', '/1', 'counted 0']);
      for (const { startTime, endTime } of spans) {
        expect(BigInt(startTime)).toBeGreaterThan(before);
        expect(BigInt(endTime) - BigInt(startTime)).toBeLessThan(60_000_000_000n);
      }
    });
  });
}

/** What a line of output is about: the URL of a log record, or the line itself. */
function shown(line: string): string {
  return line.startsWith('{') ? JSON.parse(line).url : line;
}
