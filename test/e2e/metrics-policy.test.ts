import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION_SERIES_LIMIT } from '../../src/metrics/metric-policy.ts';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { byOtelRun, preloaded, run } from '../helpers/processes.ts';

const MANY = 10_000;

/** Metrics of `fixtures/apps/explode-metrics.cjs`. */
const OWN = ['visits', 'failures', 'checkouts', 'redeemed'];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Distinct attributes of each metric, over all exports. */
function seriesOf({ metrics }: Received): Map<string, Set<string>> {
  const series = new Map<string, Set<string>>();
  for (const { name, points } of metrics) {
    const known = series.get(name) ?? new Set();
    for (const { attributes } of points) known.add(JSON.stringify(attributes));
    series.set(name, known);
  }
  return series;
}

/** The last value of all series of a counter together: it is cumulative. */
function totalOf({ metrics }: Received, name: string): number | undefined {
  const last = metrics.findLast(metric => metric.name === name);
  return last?.points.reduce((sum, { value }) => sum + value, 0);
}

const IN_A_THREAD = ['-e', "new (require('node:worker_threads').Worker)('./explode-metrics.cjs')"];

/** Of the runtime, no more than these, and what collecting garbage takes. */
const RUNTIME = [
  'nodejs.eventloop.delay.max',
  'nodejs.eventloop.delay.p50',
  'nodejs.eventloop.delay.p99',
  'nodejs.eventloop.utilization',
  'v8js.memory.heap.space.size',
  'v8js.memory.heap.used',
];

async function explode(
  service: string,
  env: Record<string, string> = {},
  application: readonly string[] = ['explode-metrics.cjs'],
) {
  const { code, stderr } = await run(byOtelRun([process.execPath, ...application]), {
    env: {
      ...collector.environment(service),
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_METRIC_EXPORT_INTERVAL: '50',
      ...env,
    },
  });
  const received = await collector.waitFor(service, got => OWN.every(name => totalOf(got, name) === MANY));
  return { code, stderr, received, series: seriesOf(received) };
}

/** Route, method and class of status, and nothing that the policy does not name. */
function expectCuratedRequests(received: Received, series: Map<string, Set<string>>): void {
  const ofRuntime = [...series.keys()].filter(name => /^(?:nodejs|v8js)\./.test(name));
  const names = [...series.keys()].filter(name => !ofRuntime.includes(name)).sort();
  const requests = ['http.client.request.duration', 'http.server.request.duration'];
  expect(names).toEqual([...OWN, ...requests].sort());
  // A process that lives so short may never collect garbage.
  expect(ofRuntime.filter(name => name !== 'v8js.gc.duration').sort()).toEqual(RUNTIME);
  const attributesOf = (name: string) =>
    received.metrics.findLast(metric => metric.name === name)?.points.map(({ attributes }) => attributes);
  expect(attributesOf('http.server.request.duration')).toEqual([
    { 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.response.status_class': '2xx' },
    { 'http.request.method': 'GET', 'http.response.status_class': '4xx' },
  ]);
  expect(attributesOf('http.client.request.duration')).toEqual([
    { 'server.address': 'localhost', 'http.request.method': 'GET', 'http.response.status_class': '2xx' },
    { 'server.address': 'localhost', 'http.request.method': 'GET', 'http.response.status_class': '4xx' },
  ]);
}

describe.concurrent('metrics of an application that labels them with 10,000 URLs, users and texts', () => {
  it('are bounded by the policy, with one line about what does not fit', async () => {
    const { code, stderr, series, received } = await explode('curated');

    expect(code).toBe(0);
    expect([...(series.get('visits') ?? [])].sort()).toEqual(['{"page":"home"}', '{"page":"orders"}']);
    expect([...(series.get('failures') ?? [])]).toEqual(['{"kind":"not-found"}']);
    expect([...(series.get('checkouts') ?? [])]).toEqual(['{"currency":"EUR"}']);
    expect(series.get('redeemed')?.size).toBe(APPLICATION_SERIES_LIMIT + 1);
    expect(series.get('redeemed')).toContain('{"otel.metric.overflow":true}');
    expect(stderr).toMatch(/^otel-run: metric redeemed has more than 500 series, .* label coupon .*\n$/);
    expectCuratedRequests(received, series);
  });

  it('explode with OTEL_RUN_METRICS=all, of which doctor warns', async () => {
    const { stderr, series } = await explode('all', {
      OTEL_RUN_METRICS: 'all',
      OTEL_METRIC_EXPORT_INTERVAL: '60000',
    });

    // The SDK's own limit, for one interval of export.
    for (const name of OWN) expect(series.get(name)?.size, name).toBe(2000);
    expect(series.keys()).toContain('v8js.gc.duration');
    expect(stderr).toMatch(/^otel-run: warning: OTEL_RUN_METRICS is "all": .*\n$/);
  });

  it('are not talked about in development', async () => {
    const { stderr, series } = await explode('curated-development', { OTEL_RUN_DEVELOPMENT: 'true' });

    expect(stderr).toBe('');
    expect(series.get('redeemed')?.size).toBe(APPLICATION_SERIES_LIMIT + 1);
  });

  it('are bounded in a worker thread, too', async () => {
    const { stderr, series } = await explode('curated-thread', {}, IN_A_THREAD);

    expect(stderr).toMatch(/^otel-run: metric redeemed has more than 500 series, .* label coupon .*\n$/);
    expect(series.get('redeemed')?.size).toBe(APPLICATION_SERIES_LIMIT + 1);
    expect([...(series.get('checkouts') ?? [])]).toEqual(['{"currency":"EUR"}']);
  });

  it('have the labels that a view of the application gives them', async () => {
    const { stderr, series } = await explode('views', { OTEL_RUN_EXTEND: './views.cjs' });

    expect(stderr).toMatch(/^otel-run: a view of OTEL_RUN_EXTEND is left out: .*\n.*label coupon.*\n$/);
    expect(series.get('visits')?.size).toBe(10);
    expect([...(series.get('failures') ?? [])]).toEqual(['{"kind":"not-found"}']);
  });
});

describe.concurrent('a meter provider that the application registers', () => {
  it.each([
    {
      title: 'is its own affair while metrics are off',
      exporter: 'none',
      names: ['refunds', 'orders'],
      attributes: { userId: 'u-1', currency: 'EUR' },
    },
    {
      title: 'finds that of otel-run in place while they are on',
      exporter: 'otlp',
      names: ['refunds', 'orders'],
      attributes: { currency: 'EUR' },
    },
  ])('$title', async ({ exporter, names, attributes }) => {
    const service = `own-provider-${exporter}`;
    const env = { ...collector.environment(service), OTEL_METRICS_EXPORTER: exporter };

    const { code, stdout } = await run(byOtelRun([process.execPath, 'own-meter-provider.cjs']), { env });

    expect({ code, stdout }).toEqual({ code: 0, stdout: `${exporter === 'none'}\n` });
    const { metrics } = await collector.waitFor(service, got =>
      names.every(name => got.metrics.some(metric => metric.name === name)),
    );
    const orders = metrics.filter(({ name }) => name === 'orders');
    expect(orders.map(({ points }) => points)).toEqual([[{ attributes, value: 1 }]]);
  });
});

describe('metrics that are off', () => {
  const loaded = async (exporter: string) => {
    const script = 'console.log(compiledFiles.join())';
    const variables = { ...collector.environment(`loaded-${exporter}`), OTEL_METRICS_EXPORTER: exporter };
    const { NODE_OPTIONS, ...env } = preloaded(variables);
    const options = { env: { ...env, NODE_OPTIONS: `--require ./record-files.cjs ${NODE_OPTIONS}` } };
    const { stdout } = await run([process.execPath, '-e', script], options);
    return stdout.match(/[\w-]+(?=\.cjs)/g) ?? [];
  };

  it('load nothing', async () => {
    const [off, on] = await Promise.all([loaded('none'), loaded('otlp')]);

    expect(on).toEqual(expect.arrayContaining(['main', 'metrics', 'instrumentation-runtime-node']));
    expect(off).toContain('main');
    expect(off.filter(part => /metric|runtime-node|collect/.test(part))).toEqual([]);
    expect(off.length).toBeLessThan(on.length);
  });
});

it('an interval that is longer than a timer can be is never over, and nothing warns', async () => {
  const service = 'a very long interval';

  const ended = await run([process.execPath, '-e', COUNTS_FOR_A_WHILE], {
    env: preloaded({
      ...collector.environment(service),
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_METRIC_EXPORT_INTERVAL: '9999999999',
    }),
  });

  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { metrics } = await collector.waitFor(service, got => totalOf(got, 'visits') === 1);
  expect(metrics.filter(({ name }) => name === 'visits')).toHaveLength(1);
});

const COUNTS_FOR_A_WHILE = `
  require('@opentelemetry/api').metrics.getMeter('app').createCounter('visits').add(1);
  setTimeout(() => {}, 300);`;
