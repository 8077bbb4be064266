import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedMetric, startCollector } from '../helpers/collector.ts';
import { byOtelRun, start } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Ways to end, and how many threads and processes have measured then. Nothing is exported before the end. */
const ENDINGS: readonly { argv: readonly string[]; send?: NodeJS.Signals; measured?: number }[] = [
  { argv: ['an empty event loop'] },
  { argv: ['process.exit'] },
  { argv: ['an uncaught error'] },
  { argv: ['SIGTERM'], send: 'SIGTERM' },
  { argv: ['a cluster', 'an empty event loop'], measured: 3 },
  { argv: ['a cluster', 'process.exit'], measured: 3 },
  { argv: ['a cluster', 'SIGTERM'], measured: 3 },
  { argv: ['worker threads', 'an empty event loop'], measured: 3 },
  { argv: ['worker threads', 'process.exit'], measured: 3 },
];

/** Metrics of one name, by what tells their processes and threads apart. */
function byInstance(metrics: readonly ReceivedMetric[], name: string): Map<unknown, ReceivedMetric> {
  const named = metrics.filter(metric => metric.name === name);
  return new Map(named.map(metric => [metric.resource['service.instance.id'], metric]));
}

async function measure(service: string, argv: readonly string[], env = {}, send?: NodeJS.Signals) {
  const process_ = start(byOtelRun([process.execPath, 'measure.cjs', ...argv]), {
    env: { ...collector.environment(service), OTEL_METRICS_EXPORTER: 'otlp', ...env },
  });
  if (send) {
    await process_.printed('READY');
    process_.child.kill(send);
  }
  return process_.ended;
}

describe.concurrent('the last interval of metrics', () => {
  it.each(ENDINGS)('is exported at the end: $argv', async ({ argv, send, measured = 1 }) => {
    const service = argv.join(' by ');

    const { stderr } = await measure(service, argv, {}, send);

    expect(stderr).not.toMatch(/^otel-run/m);
    const { metrics } = await collector.waitFor(
      service,
      got => byInstance(got.metrics, 'orders').size === measured,
    );
    for (const { points } of byInstance(metrics, 'orders').values())
      expect(points).toEqual([{ attributes: { currency: 'EUR' }, value: 3 }]);
    for (const { points } of byInstance(metrics, 'stock').values())
      expect(points).toEqual([{ attributes: {}, value: 7 }]);
    expect(byInstance(metrics, 'stock').size).toBe(measured);
    expect(byInstance(metrics, 'nodejs.eventloop.delay.p99').size).toBe(measured);
  });
});

describe.concurrent('service.instance.id of metrics', () => {
  const restarts: readonly { choice: string | undefined; ids: number }[] = [
    { choice: undefined, ids: 3 },
    { choice: 'process', ids: 6 },
    { choice: 'none', ids: 1 },
  ];

  it.each(restarts)(
    'of a cluster that is restarted, OTEL_RUN_METRICS_INSTANCE_ID=$choice: $ids',
    async row => {
      const service = `restarted-${row.choice}`;
      const env = row.choice ? { OTEL_RUN_METRICS_INSTANCE_ID: row.choice } : {};
      for (let run = 0; run < 2; run++) await measure(service, ['a cluster', 'process.exit'], env);

      const orders = (metrics: readonly ReceivedMetric[]) => metrics.filter(({ name }) => name === 'orders');
      const { metrics } = await collector.waitFor(service, got => orders(got.metrics).length === 6);
      expect(byInstance(metrics, 'orders').size).toBe(row.ids);
    },
  );
});
