import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, type Running, start } from '../helpers/processes.ts';
import { freePort } from '../helpers/servers.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

function serveMetrics(service: string, env: Record<string, string>): Running {
  const running = start(byOtelRun([process.execPath, 'serve-metrics.cjs']), {
    env: {
      ...collector.environment(service),
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
      ...env,
    },
  });
  // Where it does not say what is expected, it is asked to end: killed, otel-run would leave the cluster behind.
  const patience = setTimeout(() => running.child.kill('SIGTERM'), 60_000);
  running.child.on('close', () => clearTimeout(patience));
  return running;
}

it('gives each process of a cluster a port of its own, and says which', async () => {
  const port = await freePort();
  const service = 'scraped';

  const cluster = serveMetrics(service, { OTEL_EXPORTER_PROMETHEUS_PORT: String(port) });
  await cluster.printed('READY');
  await Promise.all([1, 2].map(next => cluster.saidOnStderr(`127.0.0.1:${port + next}/metrics`)));
  const scraped = await Promise.all(
    [0, 1, 2].map(async next => (await fetch(`http://127.0.0.1:${port + next}/metrics`)).text()),
  );
  cluster.child.kill('SIGTERM');
  const { code, stderr } = await cluster.ended;

  expect(code).toBe(0);
  for (const text of scraped) expect(text).toMatch(/^orders_total\S* 3$/m);
  const pids = scraped.map(text => /process_pid="?(\d+)/.exec(text)?.[1]);
  expect(new Set(pids).size).toBe(3);
  const said = new RegExp(
    `^otel-run: port ${port} is in use: the metrics of process \\d+ are at http://127\\.0\\.0\\.1:\\d+/metrics .*$`,
  );
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  for (const line of stderr.trimEnd().split('\n')) expect(line).toMatch(said);
  // Being scraped is no request of the application's.
  expect(collector.of(service).spans).toEqual([]);
});

it('does without where no port can be had', async () => {
  const running = serveMetrics('not-scraped', { OTEL_EXPORTER_PROMETHEUS_HOST: '192.0.2.1' });
  await running.printed('READY');
  running.child.kill('SIGTERM');
  const { code, stderr } = await running.ended;

  expect(code).toBe(0);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines)
    expect(line).toMatch(
      /^otel-run: the metrics of process \d+ are not served to Prometheus at 192\.0\.2\.1:9464: /,
    );
});
