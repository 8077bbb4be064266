import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { collectorAt, unusedPort } from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Works until so many threads were started and for a while longer, and exits: so, or by an empty event loop. */
const application = (end: string, threads: number, before = '') => `
  const { closeSync, openSync, writeSync } = require('node:fs');
  ${before}
  let threads = 0;
  require('node:diagnostics_channel').subscribe('worker_threads', () => threads++);
  const work = () => require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
  const timer = setInterval(() => { work(); if (threads >= ${threads}) finish(); }, 20);
  let finish = () => {
    finish = () => {};
    setTimeout(() => { clearInterval(timer); writeSync(1, String(threads)); ${end} }, 4000);
  };`;

/** Enough for a connection and a file, not for a thread. */
const FEW_DESCRIPTORS = `
  const opened = [];
  try { for (;;) opened.push(openSync('/dev/null')); } catch {}
  for (const one of opened.slice(-4)) closeSync(one);`;

/** Where no thread may or can deliver, and how many are started in vain. */
const ROWS = [
  {
    name: 'OTEL_RUN_DELIVERY_THREAD is false',
    env: { OTEL_RUN_DELIVERY_THREAD: 'false' },
    threads: 0,
    reason: 'OTEL_RUN_DELIVERY_THREAD is false',
  },
  { name: 'there are too few descriptors', before: FEW_DESCRIPTORS, threads: 2, reason: 'EMFILE' },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent.each(ROWS)(
    `Node.js ${node.version}, where $name`,
    ({ name, threads, reason, ...row }) => {
      it.each([
        { end: 'process.exit(3)', code: 3 },
        { end: '', code: 0 },
      ])('delivers while it runs, and ends at once by “$end”', async ({ end, code }) => {
        const service = `${node.version} ${name} ${code}`;
        const argv = [node.path, '-e', application(end, threads, row.before)];
        const limited = ['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh', ...argv];
        const env = {
          ...preloaded(collector.environment(service)),
          OTEL_BSP_SCHEDULE_DELAY: '50',
          OTEL_LOG_LEVEL: 'info',
          ...row.env,
        };

        const ended = await run(limited, { env });

        expect({ code: ended.code, threads: Number(ended.stdout) }).toEqual({ code, threads });
        const [, waited] = /the exit waited (\d+) ms/.exec(ended.stderr) ?? [];
        expect(Number(waited)).toBeLessThan(1000);
        // What was under way when the process ended, if anything was, is named.
        if (ended.stderr.includes('could not be delivered')) expect(ended.stderr).toContain(reason);
        const { spans } = await collector.waitFor(service, got => got.spans.length > 0);
        expect(spans[0]?.name).toBe('work');
      });
    },
  );

  it(`Node.js ${node.version}, without a thread and without a collector, ends by itself`, async () => {
    const env = {
      ...preloaded(collectorAt(await unusedPort(), 'nobody', 'http/json')),
      OTEL_RUN_DELIVERY_THREAD: 'false',
      OTEL_RUN_FLUSH_TIMEOUT: '50',
    };

    const { code, stdout } = await run([node.path, 'one-span.cjs'], { env });

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'worked\n' });
  });
}
