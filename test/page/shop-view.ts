import type { ViewException } from '../../src/view/model/exceptions.ts';
import type { ViewFinding } from '../../src/view/model/findings.ts';
import type { FrozenView } from '../../src/view/model/frozen.ts';
import type { JsonMap } from '../../src/view/model/json.ts';
import type { ViewLog } from '../../src/view/model/logs.ts';
import type { ViewSpan } from '../../src/view/model/spans.ts';
import type { TraceAnswer, TraceSummary } from '../../src/view/model/traces.ts';

const START = Date.UTC(2026, 10, 29, 14, 3, 7);

/** What the views of the tests show: a shop that asks a service for prices, with errors, and calls in a loop. */
export interface ShopView extends Omit<FrozenView, 'traces'> {
  readonly traces: readonly TraceAnswer[];
}

const RESOURCES: Readonly<Record<string, JsonMap>> = {
  r1: { 'service.name': 'shop', 'service.version': '2.4.0', 'process.pid': 4101, 'host.name': 'laptop' },
  r2: { 'service.name': 'prices', 'service.version': '1.1.3', 'process.pid': 4102, 'host.name': 'laptop' },
};
const SERVICES: Readonly<Record<string, { resource: string; pid: number }>> = {
  shop: { resource: 'r1', pid: 4101 },
  prices: { resource: 'r2', pid: 4102 },
};

let lastId = 0;
let lastLog = 0;
/** Ids that look like what they are, the same in every run. */
function id(length: number): string {
  let text = '';
  for (let seed = ++lastId; text.length < length; seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31)
    text += ((seed ^ (lastId * 2_654_435_761)) >>> 0).toString(16).padStart(8, '0');
  return text.slice(0, length);
}

/** A trace that is being made; times are in ms from its start. */
class Draft {
  readonly traceId = id(32);
  readonly spans: ViewSpan[] = [];
  readonly logs: ViewLog[] = [];
  readonly startMs: number;
  constructor(startMs: number) {
    this.startMs = startMs;
  }

  span(parent: ViewSpan | null, from: number, to: number, fields: Partial<ViewSpan>): ViewSpan {
    const service = fields.service ?? parent?.service ?? 'shop';
    const origin = SERVICES[service] ?? { resource: 'r1', pid: 1 };
    const span: ViewSpan = {
      traceId: this.traceId,
      spanId: id(16),
      parentSpanId: parent?.spanId ?? null,
      depth: parent ? parent.depth + 1 : 0,
      name: 'GET',
      kind: 'internal',
      service,
      ...origin,
      scope: { name: '@opentelemetry/instrumentation-http', version: '0.301.0' },
      startTimeMs: this.startMs + from,
      durationMs: to - from,
      status: { code: 'unset', message: '' },
      target: null,
      statusCode: null,
      exception: null,
      attributes: {},
      events: [],
      links: [],
      traceState: '',
      droppedCount: 0,
      cut: false,
      ...fields,
    };
    this.spans.push(span);
    return span;
  }

  log(span: ViewSpan, at: number, message: string, fields: Partial<ViewLog> = {}): void {
    this.logs.push(
      logOf({
        traceId: this.traceId,
        spanId: span.spanId,
        service: span.service,
        timeMs: this.startMs + at,
        message,
        ...fields,
      }),
    );
  }

  /** A request to prices: the client's span and the server's below it. */
  price(parent: ViewSpan, from: number, to: number, item: number, code = 200): ViewSpan {
    const path = `/prices/${item}`;
    const failed = code >= 500;
    const call = this.span(parent, from, to, {
      name: 'GET',
      kind: 'client',
      target: 'prices.internal/prices',
      statusCode: code,
      status: { code: failed ? 'error' : 'unset', message: '' },
      attributes: {
        'http.request.method': 'GET',
        'url.full': `http://prices.internal:4000${path}`,
        'server.address': 'prices.internal',
        'server.port': 4000,
        'http.response.status_code': code,
        ...(failed && { 'error.type': String(code) }),
      },
    });
    const server = this.span(call, from + 1, to - 1, {
      name: 'GET /prices/:item',
      kind: 'server',
      service: 'prices',
      statusCode: code,
      status: { code: failed ? 'error' : 'unset', message: '' },
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/prices/:item',
        'url.path': path,
        'http.response.status_code': code,
      },
    });
    this.query(
      server,
      from + 2,
      to - 2,
      'SELECT prices',
      'SELECT amount, currency FROM prices WHERE item = $1 AND valid_from <= now() ORDER BY valid_from DESC LIMIT 1',
      'prices',
    );
    return call;
  }

  query(parent: ViewSpan, from: number, to: number, name: string, text: string, database: string): ViewSpan {
    return this.span(parent, from, to, {
      name,
      kind: 'client',
      target: `postgresql ${database}`,
      scope: { name: '@opentelemetry/instrumentation-pg', version: '0.72.0' },
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': database,
        'db.operation.name': 'SELECT',
        'db.query.text': text,
        'server.address': '127.0.0.1',
        'server.port': 5432,
      },
    });
  }

  request(
    method: string,
    route: string,
    path: string,
    code: number,
    ms: number,
    exception: ViewException | null = null,
  ): ViewSpan {
    return this.span(null, 0, ms, {
      name: `${method} ${route}`,
      kind: 'server',
      statusCode: code,
      status: { code: code >= 500 ? 'error' : 'unset', message: '' },
      exception,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'url.path': path,
        'url.scheme': 'http',
        'http.response.status_code': code,
        'server.address': 'localhost',
        'server.port': 3000,
        'client.address': '127.0.0.1',
        'user_agent.original': 'curl/8.9.1',
        'request.id': id(12),
        'customer.tier': 'gold',
        ...(exception && { 'error.type': exception.type }),
      },
    });
  }
}

function logOf(fields: Partial<ViewLog>): ViewLog {
  const service = fields.service ?? 'shop';
  const message = fields.message ?? '';
  return {
    id: ++lastLog,
    traceId: null,
    spanId: null,
    service,
    ...(SERVICES[service] ?? { resource: 'r1', pid: 1 }),
    scope: { name: 'pino', version: '10.4.0' },
    timeMs: START,
    severity: 'INFO',
    severityNumber: 9,
    severityText: 'info',
    eventName: '',
    message,
    body: message,
    attributes: {},
    exception: null,
    droppedCount: 0,
    cut: false,
    ...fields,
  };
}

const CHECKOUT_ERROR: ViewException = {
  type: 'TypeError',
  message: "Cannot read properties of undefined (reading 'amount')",
  source: 'src/checkout.ts:41:27',
  stacktrace: [
    "TypeError: Cannot read properties of undefined (reading 'amount')",
    '    at totalOf (/home/me/shop/src/checkout.ts:41:27)',
    '    at checkout (/home/me/shop/src/checkout.ts:23:17)',
    '    at Layer.handleRequest (/home/me/shop/node_modules/router/lib/layer.js:152:17)',
    '    at next (/home/me/shop/node_modules/router/lib/route.js:157:13)',
    '    at Route.dispatch (/home/me/shop/node_modules/router/lib/route.js:117:3)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at async /home/me/shop/src/server.ts:58:5',
  ].join('\n'),
  excerpt: [
    { line: 38, text: '  let total = 0;', at: false },
    { line: 39, text: '  for (const { item, quantity } of basket) {', at: false },
    { line: 40, text: '    const price = prices.get(item);', at: false },
    { line: 41, text: '    total += quantity * price.amount;', at: true },
    { line: 42, text: '  }', at: false },
    { line: 43, text: '  return total;', at: false },
  ],
};

function home(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/', '/', 200, 9.4);
  draft.query(
    root,
    2,
    7.9,
    'SELECT products',
    'SELECT id, title FROM products ORDER BY sold DESC LIMIT 20',
    'shop',
  );
  return draft;
}

function product(at: number, item: number, code = 200): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/products/:id', `/products/${item}`, code, 48 + (item % 7) * 3);
  draft.span(root, 1.2, 2.1, {
    name: 'GET',
    kind: 'client',
    target: 'redis',
    scope: { name: '@opentelemetry/instrumentation-ioredis', version: '0.60.0' },
    attributes: { 'db.system.name': 'redis', 'db.operation.name': 'GET' },
  });
  draft.query(root, 2.4, 9, 'SELECT products', 'SELECT * FROM products WHERE id = $1', 'shop');
  draft.price(root, 11, 40, item, code >= 500 ? 503 : 200);
  draft.log(root, 42, `product ${code >= 500 ? 'has no price' : 'was shown'}`, {
    attributes: { productId: item, cached: false },
    ...(code >= 500 && { severity: 'WARN', severityNumber: 13, severityText: 'warn' }),
  });
  return draft;
}

function slow(at: number, calls: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/slow', '/slow', 200, 14 + calls * 22.5);
  draft.query(root, 2, 9, 'SELECT basket', 'SELECT item FROM basket WHERE customer = $1', 'shop');
  for (let call = 0; call < calls; call++) draft.price(root, 12 + call * 22.4, 33 + call * 22.4, call + 1);
  draft.log(root, 12 + calls * 22.4, 'basket was priced', {
    attributes: { items: calls, customer: { id: 77, tier: 'gold' } },
  });
  return draft;
}

function checkout(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('POST', '/checkout', '/checkout', 500, 71, CHECKOUT_ERROR);
  const work = draft.span(root, 3, 66, {
    name: 'checkout',
    scope: { name: 'shop', version: '2.4.0' },
    attributes: { 'code.function.name': 'checkout', 'basket.size': 3 },
    status: { code: 'error', message: CHECKOUT_ERROR.message },
    exception: CHECKOUT_ERROR,
  });
  draft.log(work, 3.5, 'checkout starts', { severity: 'DEBUG', severityNumber: 5, severityText: 'debug' });
  draft.query(work, 5, 18, 'SELECT basket', 'SELECT item, quantity FROM basket WHERE customer = $1', 'shop');
  draft.price(work, 20, 58, 12);
  draft.log(work, 61, 'checkout failed', {
    severity: 'ERROR',
    severityNumber: 17,
    severityText: 'error',
    exception: CHECKOUT_ERROR,
    attributes: {
      customerId: 77,
      basket: [
        { item: 12, quantity: 2 },
        { item: 99, quantity: 1 },
      ],
    },
  });
  return draft;
}

function described(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '/describe/:id', '/describe/4', 200, 912);
  draft.span(root, 20, 902, {
    name: 'chat gpt-5-mini',
    kind: 'client',
    target: 'openai',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.usage.input_tokens': 412,
      'gen_ai.usage.output_tokens': 96,
    },
  });
  return draft;
}

function nightly(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.span(null, 0, 33, {
    name: 'expire baskets',
    kind: 'internal',
    scope: { name: 'otel-run', version: '0.1.0' },
  });
  draft.query(
    root,
    2,
    30,
    'DELETE basket',
    "DELETE FROM basket WHERE touched < now() - interval '2 days'",
    'shop',
  );
  draft.log(root, 31, 'expired baskets were removed', { attributes: { removed: 17 } });
  return draft;
}

function missing(at: number): Draft {
  const draft = new Draft(at);
  const root = draft.request('GET', '', '/wp-login.php', 404, 1.8);
  return Object.assign(draft, { spans: [{ ...root, name: 'GET' }] });
}

function summaryOf(draft: Draft): TraceSummary {
  const { traceId, spans, logs } = draft;
  const [root] = spans;
  if (!root) throw new Error('a trace has a root');
  const { attributes } = root;
  const text = (name: string) =>
    typeof attributes[name] === 'string' && attributes[name] !== '' ? attributes[name] : null;
  const errors =
    spans.filter(({ status }) => status.code === 'error').length +
    logs.filter(({ severityNumber }) => severityNumber >= 17).length;
  const calls = spans.filter(({ depth, kind }) => depth === 1 && kind === 'client').length;
  return {
    traceId,
    name: root.name,
    kind: root.kind,
    service: root.service,
    services: [...new Set(spans.map(({ service }) => service))],
    method: text('http.request.method'),
    route: text('http.route'),
    path: text('url.path'),
    statusCode: root.statusCode,
    startTimeMs: root.startTimeMs,
    durationMs: root.durationMs,
    spanCount: spans.length,
    logCount: logs.length,
    errorCount: errors,
    error: errors > 0,
    complete: true,
    findingCodes: [
      ...(errors > 0 ? (['error'] as const) : []),
      ...(calls > 5 ? (['n-plus-one'] as const) : []),
      ...(root.durationMs > 500 ? (['slow', 'genai-calls'] as const) : []),
      ...(root.kind === 'server' && !text('http.route') ? (['route-missing'] as const) : []),
    ],
  };
}

function findingsOf(drafts: readonly Draft[]): ViewFinding[] {
  const base = {
    service: 'shop',
    count: 1,
    firstTimeMs: START,
    lastTimeMs: START + 9000,
    logId: null,
    source: null,
    exception: null,
    fix: '',
  };
  const place = (draft: Draft | undefined, span = draft?.spans[0]) => ({
    traceId: draft?.traceId ?? null,
    spanId: span?.spanId ?? null,
  });
  const evidence = (draft: Draft | undefined, text: string) => [{ text, ...place(draft), logId: null }];
  const [failed, loop, chat, none] = ['POST /checkout', 'GET /slow', 'GET /describe/:id', 'GET'].map(name =>
    drafts.find(draft => draft.spans[0]?.name === name),
  );
  const lost = drafts.find(
    draft => draft.spans[0]?.name === 'GET /products/:id' && draft.spans[0].statusCode === 502,
  );
  return [
    {
      ...base,
      id: 'f1',
      code: 'error',
      severity: 'error',
      title: `TypeError: ${CHECKOUT_ERROR.message}`,
      ...place(failed),
      source: CHECKOUT_ERROR.source,
      exception: CHECKOUT_ERROR,
      evidence: evidence(failed, 'POST /checkout answered 500'),
      count: 2,
    },
    {
      ...base,
      id: 'f2',
      code: 'error',
      severity: 'error',
      title: 'GET prices.internal/prices answered 503',
      ...place(lost),
      evidence: evidence(lost, 'GET /products/:id answered 502'),
    },
    {
      ...base,
      id: 'f3',
      code: 'n-plus-one',
      severity: 'warning',
      title: '8 calls of GET /prices/:item, one after the other, in GET /slow: 168 of 194 ms',
      fix: 'Ask for all of them at once, or at the same time.',
      ...place(loop),
      evidence: evidence(loop, 'GET /slow, 194 ms'),
    },
    {
      ...base,
      id: 'f4',
      code: 'route-missing',
      severity: 'warning',
      title: 'A request without a route: GET /wp-login.php',
      fix: 'A path that no route matches is counted under GET alone.',
      ...place(none),
      evidence: evidence(none, 'GET answered 404'),
    },
    {
      ...base,
      id: 'f5',
      code: 'no-secrets',
      severity: 'warning',
      title: 'A record holds what looks like an e-mail address: customer.email',
      fix: 'Leave the field out, or redact it in the logger.',
      ...place(failed),
      evidence: evidence(failed, 'checkout starts'),
    },
    {
      ...base,
      id: 'f6',
      code: 'genai-calls',
      severity: 'info',
      title: 'chat gpt-5-mini: 1 call, 412 tokens in, 96 out',
      ...place(chat),
      evidence: evidence(chat, 'GET /describe/:id, 912 ms'),
    },
  ];
}

/** The shop after so many rounds of requests. */
export function shopView(rounds = 1, { calls = 8 } = {}): ShopView {
  lastId = 0;
  lastLog = 0;
  const drafts: Draft[] = [];
  for (let round = 0; round < rounds; round++) {
    const at = START + round * 9000;
    drafts.push(
      home(at),
      product(at + 700, 3 + round),
      home(at + 1500),
      slow(at + 2300, calls),
      missing(at + 3100),
    );
    drafts.push(
      product(at + 4200, 9, 502),
      checkout(at + 5200),
      described(at + 6100),
      nightly(at + 7200),
      product(at + 8300, 5),
    );
  }
  const findings = findingsOf(drafts);
  const traces = drafts.map(draft => ({
    ...summaryOf(draft),
    spans: inTreeOrder(draft.spans),
    logs: [...draft.logs].sort((one, other) => one.timeMs - other.timeMs),
    findings: findings.filter(finding => finding.traceId === draft.traceId),
    resources: RESOURCES,
  }));
  const alone = [
    logOf({ message: 'shop listens on port 3000', timeMs: START - 900 }),
    logOf({ message: 'prices listens on port 4000', timeMs: START - 1100, service: 'prices' }),
    logOf({
      message: 'the cache is nearly full',
      timeMs: START + 5000,
      severity: 'WARN',
      severityNumber: 13,
      severityText: 'warn',
      service: 'prices',
      attributes: { entries: 9800, limit: 10000 },
    }),
  ];
  const logs = [...drafts.flatMap(draft => draft.logs), ...alone].sort(
    (one, other) => one.timeMs - other.timeMs,
  );
  return { ...ORIGIN, services: servicesOf(drafts), traces, logs, findings };
}

function inTreeOrder(spans: readonly ViewSpan[]): ViewSpan[] {
  const below = (parent: string | null): ViewSpan[] =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === parent)
      .flatMap(span => [span, ...below(span.spanId)]);
  return below(null);
}

function servicesOf(drafts: readonly Draft[]): FrozenView['services'] {
  const spans = drafts.flatMap(draft => draft.spans);
  const service = (name: string, version: string) => {
    const own = spans.filter(span => span.service === name);
    const requests = own.filter(({ kind }) => kind === 'server');
    const sorted = requests.map(({ durationMs }) => durationMs).sort((one, other) => one - other);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return {
      ...{
        name,
        version,
        runtime: 'nodejs 24.1.0',
        resources: [SERVICES[name]?.resource ?? ''],
        spanCount: own.length,
      },
      logCount: drafts.flatMap(draft => draft.logs).filter(log => log.service === name).length,
      requestCount: requests.length,
      errorCount: requests.filter(({ status }) => status.code === 'error').length,
      durationMs: { p50: at(0.5), p95: at(0.95), max: at(1) },
    };
  };
  const calls = (from: string, to: string, kind: 'service' | 'database' | 'genai', target: string) => {
    const own = spans.filter(span => span.service === from && span.target === target);
    const sum = own.reduce((ms, { durationMs }) => ms + durationMs, 0);
    return {
      from,
      to,
      kind,
      count: own.length,
      errorCount: own.filter(({ status }) => status.code === 'error').length,
      averageMs: sum / Math.max(1, own.length),
    };
  };
  return {
    services: [service('shop', '2.4.0'), service('prices', '1.1.3')],
    calls: [
      calls('shop', 'prices', 'service', 'prices.internal/prices'),
      calls('shop', 'postgresql shop', 'database', 'postgresql shop'),
      calls('shop', 'redis', 'database', 'redis'),
      calls('shop', 'openai', 'genai', 'openai'),
      calls('prices', 'postgresql prices', 'database', 'postgresql prices'),
    ],
    resources: RESOURCES,
  };
}

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
  ...{
    pid,
    ppid,
    threadId: 0,
    argv: title.split(' '),
    title,
    decision: 'initialized' as const,
    reason: null,
    instanceId: `i${pid}`,
  },
  ...{ service: null, command: commandId, startTimeMs: START - 3000, running: true, exit: null },
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
    ...{
      timeMs: START,
      value: null,
      count: counts.reduce((sum, count) => sum + count, 0),
      sum: 3.9,
      min: 0.0018,
      max: 0.912,
      quantiles: [],
    },
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

const ORIGIN = {
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
