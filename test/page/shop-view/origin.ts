import { START } from './services.ts';

const command = (commandId: string, service: string, folder: string) => ({
  id: commandId,
  argv: ['npm', 'run', 'dev'],
  folderName: folder.split('/').at(-1) ?? '',
  folder,
  service,
  startTimeMs: START - 4000,
  ended: null,
  commit: { hash: '3f9d1c07be0241c2a9f3aa0b5b1f2c9be7d0a111', branch: 'main' },
});

const process = (pid: number, ppid: number, commandId: string, title: string, fields = {}) => ({
  pid,
  ppid,
  threadId: 0,
  argv: title.split(' '),
  title,
  decision: 'initialized' as const,
  reason: null,
  instanceId: `i${pid}`,
  service: null,
  command: commandId,
  startTimeMs: START - 3000,
  running: true,
  exit: null,
  ...fields,
});

const points = (values: readonly number[]) =>
  values.map((value, index) => ({
    timeMs: START + index * 10_000,
    value,
    count: null,
    sum: null,
    min: null,
    max: null,
    buckets: [],
    quantiles: [],
  }));

const histogram = (counts: readonly number[]) => [
  {
    timeMs: START,
    value: null,
    count: counts.reduce((sum, count) => sum + count, 0),
    sum: 3.9,
    min: 0.0018,
    max: 0.912,
    quantiles: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, null].map((upTo, index) => ({
      upTo,
      count: counts[index] ?? 0,
    })),
  },
];

const metric = {
  description: '',
  temporality: 'cumulative' as const,
  monotonic: null,
  scope: { name: 'runtime', version: '' },
  droppedSeries: 0,
};

export const ORIGIN = {
  format: 1 as const,
  status: {
    version: '0.2.0',
    startTimeMs: START - 5000,
    receiver: { http: 'http://127.0.0.1:4318', grpc: 'http://127.0.0.1:4317' },
    commands: [command('c1', 'shop', '/home/me/shop'), command('c2', 'prices', '/home/me/prices')],
    held: { traces: 10, spans: 71, logs: 12 },
    dropped: { traces: 0, spans: 0, logs: 0 },
    refusedRequests: 0,
    maxSpans: 20_000,
  },
  metrics: [
    {
      ...metric,
      service: 'shop',
      name: 'http.server.request.duration',
      unit: 's',
      type: 'histogram' as const,
      description: 'Duration of HTTP server requests.',
      series: [
        {
          attributes: { 'http.route': '/products/:id', 'http.response.status_code': 200 },
          resource: 'r1',
          points: histogram([0, 0, 1, 14, 22, 3, 1]),
        },
        {
          attributes: { 'http.route': '/', 'http.response.status_code': 200 },
          resource: 'r1',
          points: histogram([2, 31, 9, 2]),
        },
      ],
    },
    {
      ...metric,
      service: 'shop',
      name: 'nodejs.eventloop.delay.p99',
      unit: 's',
      type: 'gauge' as const,
      series: [
        {
          attributes: {},
          resource: 'r1',
          points: points([0.011, 0.012, 0.011, 0.014, 0.031, 0.024, 0.012, 0.011, 0.011, 0.013]),
        },
      ],
    },
    {
      ...metric,
      service: 'shop',
      name: 'orders.placed',
      unit: '{order}',
      type: 'sum' as const,
      monotonic: true,
      description: 'Orders that were placed.',
      series: [
        { attributes: { tier: 'gold' }, resource: 'r1', points: points([0, 2, 3, 3, 5, 8, 9, 12]) },
        { attributes: { tier: 'plain' }, resource: 'r1', points: points([0, 0, 1, 1, 2, 2, 2, 3]) },
      ],
    },
    {
      ...metric,
      service: 'prices',
      name: 'v8js.memory.heap.used',
      unit: 'By',
      type: 'gauge' as const,
      series: [
        {
          attributes: { 'v8js.heap.space.name': 'old_space' },
          resource: 'r2',
          points: points([21e6, 22e6, 25e6, 23e6, 24.4e6, 26e6, 22.1e6]),
        },
      ],
    },
  ],
  processes: [
    process(4090, 4000, 'c1', 'npm run dev', {
      decision: 'skipped',
      reason: 'npm runs the work in a child',
      instanceId: null,
    }),
    process(4095, 4090, 'c1', 'tsx watch src/server.ts', {
      decision: 'skipped',
      reason: 'tsx runs the work in a child',
      instanceId: null,
    }),
    process(4099, 4095, 'c1', 'node src/server.ts', {
      service: 'shop',
      running: false,
      exit: { openSpans: ['GET /slow'], openSpanCount: 1, flushMs: 18, lost: 0 },
    }),
    process(4101, 4095, 'c1', 'node src/server.ts', { service: 'shop' }),
    process(4101, 4095, 'c1', 'node src/server.ts', { threadId: 3, service: 'shop' }),
    process(4091, 4000, 'c2', 'npm run dev', {
      decision: 'skipped',
      reason: 'npm runs the work in a child',
      instanceId: null,
    }),
    process(4102, 4091, 'c2', 'node --watch server.js', { service: 'prices' }),
  ],
  smoke: null,
  timeMs: START + 20_000,
};
