import type { Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  createAllowListAttributesProcessor,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import { CURATING_VIEWS, curate } from '../../src/metrics/curate.ts';
import { APPLICATION_SERIES_LIMIT, METRIC_POLICIES } from '../../src/metrics/metric-policy.ts';
import { dataPointsOf } from '../helpers/exported-metrics.ts';

const HTTP = '@opentelemetry/instrumentation-http';
const PG = '@opentelemetry/instrumentation-pg';

function curated(views: readonly ViewOptions[] = [], policy = true) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({
    readers: [reader],
    views: [...views, ...(policy ? CURATING_VIEWS : [])],
  });
  const warnings: string[] = [];
  const leftOut: string[] = [];
  if (policy) {
    curate(provider, {
      ownScopes: new Set([HTTP, PG]),
      onFull: message => warnings.push(message),
      onLeftOut: message => leftOut.push(message),
    });
  }
  /** The series that a cumulative metric has now. */
  const seriesOf = async (name: string): Promise<Attributes[]> => {
    exporter.reset();
    await reader.forceFlush();
    return dataPointsOf(exporter, name).map(({ attributes }) => attributes);
  };
  return { provider, warnings, leftOut, seriesOf };
}

interface Row {
  readonly instrument: string;
  readonly scope: string;
  readonly given: Attributes;
  readonly kept: Attributes | undefined;
}

const ROWS: readonly Row[] = [
  {
    instrument: 'http.server.request.duration',
    scope: HTTP,
    given: {
      ...{ 'http.request.method': 'GET', 'http.route': '/orders/4711/', 'http.response.status_code': 503 },
      ...{
        'url.scheme': 'http',
        'network.protocol.version': '1.1',
        'error.type': '503',
        'url.path': '/orders/4711',
      },
    },
    kept: { 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.response.status_class': '5xx' },
  },
  {
    instrument: 'http.client.request.duration',
    scope: HTTP,
    given: {
      'http.request.method': 'GET',
      'server.address': 'pay.example',
      'server.port': 443,
      'error.type': 'AbortError',
    },
    kept: { 'http.request.method': 'GET', 'server.address': 'pay.example', 'error.type': 'AbortError' },
  },
  {
    instrument: 'db.client.connection.count',
    scope: PG,
    given: {
      'db.client.connection.pool.name': 'db:5432/shop',
      'db.client.connection.state': 'idle',
      'server.port': 1,
    },
    kept: { 'db.client.connection.pool.name': 'db:5432/shop', 'db.client.connection.state': 'idle' },
  },
  {
    instrument: 'queue.depth',
    scope: 'otel-run',
    given: { 'queue.name': 'emails', other: 1 },
    kept: { 'queue.name': 'emails' },
  },
  {
    instrument: 'work.duration',
    scope: 'otel-run',
    given: { 'work.name': 'orders process', 'work.outcome': 'failure', other: 1 },
    kept: { 'work.name': 'orders process', 'work.outcome': 'failure' },
  },
  {
    instrument: 'nodejs.eventloop.delay.p99',
    scope: '@opentelemetry/instrumentation-runtime-node',
    given: { a: 1 },
    kept: {},
  },
  {
    instrument: 'v8js.memory.heap.used',
    scope: '@opentelemetry/instrumentation-runtime-node',
    given: { 'v8js.heap.space.name': 'old_space', a: 1 },
    kept: { 'v8js.heap.space.name': 'old_space' },
  },
  {
    instrument: 'db.client.operation.duration',
    scope: PG,
    given: { 'db.system.name': 'postgresql' },
    kept: undefined,
  },
  {
    instrument: 'queue.depth',
    scope: 'shop',
    given: { queue: 'emails', userId: 'u-1' },
    kept: { queue: 'emails' },
  },
  {
    instrument: 'orders',
    scope: 'shop',
    given: { to: 'ann@shop.example', currency: 'EUR' },
    kept: { currency: 'EUR' },
  },
];

describe('curated metrics', () => {
  it.each(ROWS)('keep $kept of $instrument of $scope', async ({ instrument, scope, given, kept }) => {
    const { provider, seriesOf } = curated();

    provider.getMeter(scope).createHistogram(instrument).record(1, given);

    expect(await seriesOf(instrument)).toEqual(kept ? [kept] : []);
  });

  it.each(METRIC_POLICIES.filter(({ attributes }) => attributes.length > 0))(
    'have no more series of $instrument than its limit, and one for the rest',
    async ({ instrument, scope = 'any', attributes: [label = ''], seriesLimit }) => {
      const { provider, seriesOf, warnings } = curated();
      const name = instrument.replace('*', 'count');

      const counter = provider.getMeter(scope).createCounter(name);
      for (let i = 0; i < seriesLimit + 100; i++) counter.add(1, { [label]: `name ${i}` });

      expect(await seriesOf(name)).toHaveLength(seriesLimit + 1);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        new RegExp(`^metric ${name} has more than ${seriesLimit} series.*label ${label} `),
      );
    },
  );

  it.each([
    { policy: true, most: APPLICATION_SERIES_LIMIT + 1 },
    { policy: false, most: 3 * APPLICATION_SERIES_LIMIT },
  ])('are limited over all intervals of export: $policy, $most', async ({ policy, most }) => {
    const { provider, seriesOf, warnings } = curated([], policy);
    const counter = provider.getMeter('shop').createCounter('redeemed');

    let series: Attributes[] = [];
    for (let interval = 0; interval < 3; interval++) {
      for (let i = 0; i < APPLICATION_SERIES_LIMIT; i++) counter.add(1, { coupon: `${interval}-${i}` });
      series = await seriesOf('redeemed');
    }

    expect(series).toHaveLength(most);
    expect(warnings).toHaveLength(policy ? 1 : 0);
  });

  it('are observed by the same rules', async () => {
    const { provider, seriesOf } = curated();
    provider
      .getMeter('shop')
      .createObservableGauge('stock')
      .addCallback(result => result.observe(3, { sku: 'a', userId: 'u-1' }));

    expect(await seriesOf('stock')).toEqual([{ sku: 'a' }]);
  });

  it('say once which label of which metric is left out', async () => {
    const { provider, leftOut } = curated();
    const counter = provider.getMeter('shop').createCounter('orders');

    for (let i = 0; i < 10; i++) counter.add(1, { userId: `u-${i}`, to: 'ann@shop.example' });

    expect(leftOut).toEqual([
      'the label userId of metric orders is left out: it is a user',
      'the label to of metric orders is left out: it is an e-mail address',
    ]);
  });

  it('share a limit between scopes that measure the same', async () => {
    const { provider, seriesOf, warnings } = curated();
    for (const scope of ['one', 'other']) {
      const counter = provider.getMeter(scope).createCounter('redeemed');
      for (let i = 0; i < APPLICATION_SERIES_LIMIT; i++) counter.add(1, { coupon: `${scope}${i}` });
    }

    expect(await seriesOf('redeemed')).toHaveLength(APPLICATION_SERIES_LIMIT + 1);
    expect(warnings).toHaveLength(1);
  });

  it('accept measurements without attributes', async () => {
    const { provider, seriesOf } = curated();
    const counter = provider.getMeter('shop').createCounter('orders');
    counter.add(1);
    counter.add(1, null as never);

    expect(await seriesOf('orders')).toEqual([{}]);
  });
});

describe('a view of the application', () => {
  it('decides which attributes its instrument keeps', async () => {
    const attributesProcessors = [createAllowListAttributesProcessor(['userId'])];
    const { provider, seriesOf } = curated([{ instrumentName: 'orders', attributesProcessors }]);

    provider.getMeter('shop').createCounter('orders').add(1, { userId: 'u-1', currency: 'EUR' });

    expect(await seriesOf('orders')).toEqual([{ userId: 'u-1' }]);
  });

  it('decides how many series its instrument has', async () => {
    const { provider, seriesOf, warnings } = curated([
      { instrumentName: 'orders', aggregationCardinalityLimit: 700 },
    ]);
    const counter = provider.getMeter('shop').createCounter('orders');

    for (let i = 0; i < 800; i++) counter.add(1, { shop: `${i}` });

    expect(await seriesOf('orders')).toHaveLength(700);
    expect(warnings).toEqual([]);
  });

  it('leaves to the policy what it does not say, and brings back what would be dropped', async () => {
    const { provider, seriesOf } = curated([
      { instrumentName: 'db.client.operation.duration', name: 'queries' },
    ]);

    provider
      .getMeter(PG)
      .createHistogram('db.client.operation.duration')
      .record(1, { 'db.system.name': 'postgresql', 'db.query.text': 'select 1' });

    expect(await seriesOf('queries')).toEqual([{ 'db.system.name': 'postgresql' }]);
  });
});
