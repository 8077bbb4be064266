import type { ViewException } from '../../../src/view/model/exceptions.ts';
import type { ViewLog } from '../../../src/view/model/logs.ts';
import type { ViewSpan } from '../../../src/view/model/spans.ts';
import { SERVICES, START } from './services.ts';

let lastId = 0;
let lastLog = 0;
/** Ids that look like what they are, the same in every run. */
function id(length: number): string {
  let text = '';
  for (let seed = ++lastId; text.length < length; seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31)
    text += ((seed ^ (lastId * 2_654_435_761)) >>> 0).toString(16).padStart(8, '0');
  return text.slice(0, length);
}

/** Starts ids again, so that each view has the same. */
export function resetIds(): void {
  lastId = 0;
  lastLog = 0;
}

/** A trace that is being made; times are in ms from its start. */
export class Draft {
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

export function logOf(fields: Partial<ViewLog>): ViewLog {
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
