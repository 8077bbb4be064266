import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/checks.ts';
import { parseBudget } from '../../src/checks/cost/budget.ts';
import { computeCost } from '../../src/checks/cost/cost.ts';
import { parseRate } from '../../src/checks/cost/monthly.ts';
import type { RequestResult } from '../../src/checks/facts.ts';
import type { LogRecord, MetricPoint, Span } from '../../src/receiver/telemetry.ts';
import { formatBytes } from '../../src/shared/format-bytes.ts';
import { type Example, facts, log, point, span } from './example-facts.ts';

/** Telemetry as if it had come in one request a signal, and spans and records together weighed so many bytes. */
function received(
  example: Example & { readonly bytes?: { traces?: number; logs?: number; metrics?: number } },
) {
  const { bytes = {}, spans = [], logs = [], metricPoints = [] } = example;
  const empty = { spans: [] as Span[], logs: [] as LogRecord[], metricPoints: [] as MetricPoint[] };
  const batches = [
    { ...empty, spans, bytes: bytes.traces ?? 0 },
    { ...empty, logs, bytes: bytes.logs ?? 0 },
    { ...empty, metricPoints, bytes: bytes.metrics ?? 0 },
  ];
  return facts({ ...example, spans, batches });
}

/** The example telemetry begins at 1000 ms. */
function request(path: string, sentAt: number): RequestResult {
  const url = `http://127.0.0.1:3000${path}`;
  return { method: 'GET', url, status: 200, error: null, durationMs: 10, sentAt: 1000 + sentAt };
}

const trace = (letter: string) => letter.repeat(32);

function served(letter: string, name: string, from: number, path = '/') {
  const root = span({ traceId: trace(letter), name, from, to: from + 8, attributes: { 'url.path': path } });
  const call = span({
    traceId: trace(letter),
    parentSpanId: root.spanId,
    kind: 'client',
    name: 'SELECT',
    from,
    to: from + 5,
  });
  return { root, call };
}

describe('what a request costs', () => {
  const start = span({ traceId: trace('0'), kind: 'client', name: 'pg.connect', from: -100, to: -90 });
  const first = served('1', 'GET /users/:id', 0);
  const second = served('2', 'GET /users/:id', 20);
  const third = served('3', 'GET /slow', 40);
  const beat = span({ traceId: trace('4'), kind: 'internal', name: 'heartbeat', from: 45, to: 46 });
  const follow = span({
    traceId: trace('5'),
    kind: 'consumer',
    name: 'mail process',
    from: 50,
    to: 51,
    links: [
      {
        ...{ traceId: trace('3'), spanId: third.root.spanId, traceState: '', flags: 1 },
        ...{ attributes: {}, droppedAttributesCount: 0 },
      },
    ],
  });
  const logs = [
    log({ at: -50, body: 'listening' }),
    log({ at: 5, traceId: trace('1'), body: 'in the first' }),
    log({ at: 45, body: 'during the third, without its context' }),
    log({ at: 900, body: 'goodbye' }),
  ];
  const cost = computeCost(
    received({
      spans: [start, first.root, first.call, second.root, second.call, third.root, third.call, beat, follow],
      logs,
      requests: [request('/users/1', 0), request('/users/2', 20), request('/slow', 40)],
      bytes: { traces: 9000, logs: 4000 },
    }),
  );

  it('counts what the requests sent and what they led to, by request', () => {
    expect(cost).toMatchObject({ per: 'request', requests: 3 });
    expect(cost.perRequest).toMatchObject({ spans: 2.33, logs: 0.67 });
  });

  it('leaves the start, the end and what runs beside out of it', () => {
    expect(cost.outside).toMatchObject({ spans: 1, logs: 2 });
  });

  it('counts by route', () => {
    expect(
      cost.byRoute.map(({ name, requests, spans, logs: records }) => [name, requests, spans, records]),
    ).toEqual([
      ['GET /users/:id', 2, 2, 0.5],
      ['GET /slow', 1, 2, 1],
      ['heartbeat', 1, 1, 0],
      ['mail process', 1, 1, 0],
    ]);
  });

  it('gives each span and record its part of all bytes', () => {
    const { byRoute, outside } = cost;
    const all = (signal: 'traces' | 'logs') =>
      byRoute.reduce((sum, { requests, bytes }) => sum + requests * bytes[signal], outside.bytes[signal]);
    expect(Math.abs(all('traces') - 9000)).toBeLessThan(5);
    expect(Math.abs(all('logs') - 4000)).toBeLessThan(5);
  });

  it('counts units of work where nobody sent a request, and the run where there are none', () => {
    const work = [1, 2].map(at =>
      span({ kind: 'consumer', name: 'orders process', traceId: trace(String(at)) }),
    );
    expect(computeCost(received({ spans: work }))).toMatchObject({ per: 'unit of work', requests: 2 });
    expect(computeCost(received({ logs: [log()], bytes: { logs: 300 } }))).toMatchObject({
      ...{ per: 'run', requests: 1 },
      perRequest: { spans: 0, logs: 1, bytes: { logs: 300 } },
    });
  });

  it('counts a request of which no span arrived', () => {
    const quiet = computeCost(
      received({ logs: [log({ at: 5 })], requests: [request('/healthz', 0)], bytes: { logs: 200 } }),
    );
    expect(quiet.perRequest).toEqual({ spans: 0, logs: 1, bytes: { traces: 0, logs: 200, metrics: 0 } });
    expect(quiet.byRoute).toMatchObject([{ name: 'GET /healthz', logs: 1 }]);
  });
});

describe('what a month costs', () => {
  it('is bytes by rate, in gigabytes; metrics by their interval', () => {
    const { root, call } = served('1', 'GET /users/:id', 0);
    const cost = computeCost(
      received({
        spans: [root, call],
        metricPoints: [point()],
        requests: [request('/users/1', 0)],
        rate: parseRate('50/s'),
        bytes: { traces: 1710, metrics: 500 },
        expected: { metricIntervalMs: 60_000 },
      }),
    );
    expect(cost.monthly).toEqual({
      requestsPerSecond: 50,
      gigabytes: { traces: 224.8, logs: 0, metrics: 0.0219 },
      series: 1,
    });
  });

  it.each([
    { text: '50/s', rate: 50 },
    { text: '50', rate: 50 },
    { text: '3000/min', rate: 50 },
    { text: '90/m', rate: 1.5 },
    { text: '7200/h', rate: 2 },
    { text: '86400/d', rate: 1 },
  ])('reads $text', ({ text, rate }) => {
    expect(parseRate(text)).toBe(rate);
  });

  it.each(['', '0/s', 'many', '5/fortnight', '-3/s'])('says what is accepted instead of "%s"', text => {
    expect(() => parseRate(text)).toThrow(/as in 50\/s/);
  });
});

describe('series', () => {
  const buckets = [5, 10, Number.POSITIVE_INFINITY].map(upTo => ({ upTo, count: 1 }));
  const instance = (id: string) => ({ 'service.name': 'orders', 'service.instance.id': id });

  it.each([
    {
      what: 'a set of labels once, however often it is exported',
      points: [point(), point({ value: 2 })],
      series: 1,
    },
    { what: 'each set of labels', points: [point(), point({ attributes: { queue: 'a' } })], series: 2 },
    { what: 'a histogram by its buckets', points: [point({ type: 'histogram', buckets })], series: 5 },
    {
      what: 'each instance',
      points: [point({ resource: instance('1') }), point({ resource: instance('2') })],
      series: 2,
    },
  ])('are $what', ({ points, series }) => {
    expect(computeCost(received({ metricPoints: points })).series).toBe(series);
  });
});

describe('a budget', () => {
  it('is read', () => {
    const limits = parseBudget(
      'traces=3kB/request, logs = 1KiB/request,spans=20/request , records=4, series=200',
    );
    expect(limits.map(({ name, most }) => [name, most])).toEqual([
      ['traces', 3000],
      ['logs', 1024],
      ['spans', 20],
      ['records', 4],
      ['series', 200],
    ]);
  });

  it.each([
    { text: 'trace=3kB', says: /"trace": did you mean traces\?/ },
    { text: 'spans=20kB', says: /kB is not a unit of spans; accepted: a plain number/ },
    { text: 'traces=3 spans', says: /spans is not a unit of traces; accepted: B, kB, MB/ },
    { text: 'series=200/request', says: /series are not counted per request/ },
    { text: 'spans', says: /"spans" is not a limit\. Accepted: traces, logs/ },
    { text: ' , ', says: /contains no limit/ },
  ])('that is wrong says what is accepted: $text', ({ text, says }) => {
    expect(() => parseBudget(text)).toThrow(says);
  });

  const { root, call } = served('1', 'GET /users/:id', 0);
  const run = (budget: string) => {
    const all = received({
      spans: [root, call],
      requests: [request('/users/1', 0)],
      bytes: { traces: 1710 },
      budget: parseBudget(budget),
    });
    return runChecks(all, { only: ['budget'], allow: [] }).find(({ id }) => id === 'budget');
  };

  it('holds, or fails with what is above it', () => {
    expect(run('traces=2kB/request, spans=2/request, series=0')).toMatchObject({ status: 'pass' });
    const failed = run('traces=1kB/request, spans=1/request');
    expect(failed?.status).toBe('fail');
    expect(failed?.evidence.map(({ text }) => text)).toEqual([
      'traces: 1.71 kB a request, 1.7 times the limit (traces=1kB/request)',
      'spans: 2 a request, 2.0 times the limit (spans=1/request)',
    ]);
  });

  it('shows bytes as people do', () => {
    expect([12, 1710, 3_456_789].map(formatBytes)).toEqual(['12 B', '1.71 kB', '3.46 MB']);
  });
});

describe('what costs most', () => {
  const many = <Item>(count: number, make: (index: number) => Item) =>
    Array.from({ length: count }, (_, index) => make(index));

  const cases: readonly { what: string; is: Parameters<typeof received>[0]; says: RegExp; fix: RegExp }[] = [
    {
      what: 'a fat attribute',
      is: { spans: [span({ attributes: { 'app.cart': 'x'.repeat(2000) } })], bytes: { traces: 2600 } },
      says: /^app\.cart is 7\d % of your traces' bytes/,
      fix: /OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=256/,
    },
    {
      what: 'an attribute that is a part of every span',
      is: {
        spans: many(5, () => span({ attributes: { 'http.user_agent': 'Mozilla/5.0 '.repeat(8) } })),
        bytes: { traces: 4000 },
      },
      says: /^http\.user_agent is 1\d % of your traces' bytes/,
      fix: /OTEL_RUN_EXTEND/,
    },
    {
      what: 'a fat field of records',
      is: { spans: [], logs: [log({ attributes: { payload: 'y'.repeat(3000) } })], bytes: { logs: 3300 } },
      says: /^payload is 9\d % of your logs' bytes/,
      fix: /OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT/,
    },
    {
      what: 'a probe of health',
      is: {
        spans: [
          span({ traceId: trace('1'), name: 'GET /healthz', attributes: { 'url.path': '/healthz' } }),
          span({ traceId: trace('2') }),
        ],
        expected: { ignorePaths: ['/metrics'] },
      },
      says: /^GET \/healthz is 50 % of spans$/,
      fix: /OTEL_RUN_IGNORE_PATHS=\/metrics,\/healthz/,
    },
    {
      what: 'internal spans of a library',
      is: {
        spans: many(4, () =>
          span({
            kind: 'internal',
            scope: { name: '@opentelemetry/instrumentation-fs', version: '', attributes: {} },
          }),
        ),
      },
      says: /internal spans of @opentelemetry\/instrumentation-fs are 100 % of spans/,
      fix: /OTEL_NODE_DISABLED_INSTRUMENTATIONS=fs/,
    },
    {
      what: 'a loop of queries',
      is: {
        spans: [
          span({ traceId: trace('1') }),
          ...many(30, () =>
            span({ traceId: trace('1'), kind: 'client', name: 'SELECT', parentSpanId: 'f'.repeat(16) }),
          ),
        ],
      },
      says: /^SELECT is 97 % of spans: 30 a unit of work$/,
      fix: /at once/,
    },
    {
      what: 'a chatty message',
      is: {
        spans: [span({ traceId: trace('1') })],
        logs: many(8, index => log({ traceId: trace('1'), body: `cache miss for user ${index}` })),
        bytes: { logs: 1600 },
      },
      says: /^"cache miss for user #" is 100 % of your logs' bytes: 8 records a unit of work$/,
      fix: /debug level/,
    },
    {
      what: 'a label that explodes',
      is: {
        spans: [],
        metricPoints: many(30, index =>
          point({ name: 'orders.placed', attributes: { 'user.id': `u${index}` } }),
        ),
      },
      says: /^orders\.placed is 100 % of your series \(30\): its label user\.id has 30 values$/,
      fix: /leave out the label user\.id/,
    },
  ];
  it.each(cases)('names $what, and what would save it', ({ is, says, fix }) => {
    const [first] = computeCost(received(is)).savings;
    expect(first?.message).toMatch(says);
    expect(first?.fix).toMatch(fix);
  });

  it('names nothing where nothing stands out', () => {
    const { root, call } = served('1', 'GET /users/:id', 0);
    const quiet = received({
      spans: [root, call],
      logs: [log({ traceId: trace('1') })],
      bytes: { traces: 1200, logs: 400 },
    });
    expect(computeCost(quiet).savings).toEqual([]);
  });
});
