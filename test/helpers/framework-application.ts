import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Collector, ReceivedLog, ReceivedSpan } from './collector.ts';
import { byOtelRun, start } from './processes.ts';
import { freePort } from './servers.ts';

/** How an application that a framework has built is started. */
export interface Application {
  readonly node: string;
  readonly folder: string;
  readonly argv: readonly string[];
  /** What it prints when it listens. */
  readonly ready: string;
}

/** A request, and what is expected of it. */
export interface FrameworkRequest {
  readonly method?: string;
  readonly path: string;
  readonly status: number;
  /** The route that the server span is to have; undefined where the framework matches nothing. */
  readonly route?: string;
  /** The error that is to be on the server span. */
  readonly exception?: string;
  /** Requests that the handler sends itself. */
  readonly fetches?: number;
  /** Records that it logs. */
  readonly records?: number;
}

/** What was sent of one request. */
export type Seen = Omit<FrameworkRequest, 'method'> & { readonly name: string };

/** What is asked at once, each with an id of its own. */
const AT_ONCE = Array.from({ length: 24 }, (_, index) => String(1000 + index));

/** What a request answers, without what is of another run. */
type Answer = readonly [status: number | undefined, body: string];

/**
 * Starts an application bare and by otel-run, and sends it requests one by one, then many at once to `/orders/<id>`.
 *
 * @returns the answers of both; what arrived of each of the requests; which of those at once were mixed up; names of
 *   spans that are neither a request that came nor one that was sent; how many server spans there are too many
 */
export async function observe(
  application: Application,
  requests: readonly FrameworkRequest[],
  collector: Collector,
  service: string,
) {
  const backend = createServer((_request, response) => response.end('answer')).listen(0, '127.0.0.1');
  try {
    const bare = await ask(application, requests, backend, {}, argv => argv);
    const env = { ...collector.environment(service), OTEL_BSP_SCHEDULE_DELAY: '200' };
    const wrapped = await ask(application, requests, backend, env, argv => byOtelRun(argv, application.node));
    const expected = requests.length + AT_ONCE.length;
    const { spans, logs } = await collector.waitFor(
      service,
      got => servers(got.spans).length >= expected && got.logs.length >= AT_ONCE.length,
    );
    return {
      bare,
      wrapped,
      seen: requests.map(({ method = 'GET', path }, index) => ({
        ...seenOf(method, path, spans, logs),
        status: wrapped[index]?.[0],
      })),
      mixed: AT_ONCE.filter(id => !isApart(id, spans, logs)),
      others: [
        ...new Set(spans.filter(({ kind }) => kind === 'SPAN_KIND_INTERNAL').map(({ name }) => name)),
      ].sort(),
      servers: servers(spans).length - expected,
    };
  } finally {
    backend.close();
  }
}

/** What is to be seen of requests, in the form that `observe` tells it in. */
export function expectedOf(requests: readonly FrameworkRequest[]): readonly Seen[] {
  return requests.map(({ method = 'GET', route, path, status, exception, fetches = 0, records = 0 }) => ({
    path,
    status,
    name: route === undefined ? method : `${method} ${route}`,
    ...(route !== undefined && { route }),
    ...(exception !== undefined && { exception }),
    fetches,
    records,
  }));
}

async function ask(
  { node, folder, argv, ready }: Application,
  requests: readonly FrameworkRequest[],
  backend: Server,
  env: Readonly<Record<string, string>>,
  wrap: (argv: readonly string[]) => readonly string[],
): Promise<readonly Answer[]> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const running = start(wrap([node, ...argv]), {
    cwd: folder,
    timeout: 170_000,
    env: {
      ...env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: `${port}`,
      // SvelteKit takes a request for one by HTTPS.
      PROTOCOL_HEADER: 'x-forwarded-proto',
      BACKEND: `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`,
    },
  });
  try {
    await running.printed(ready);
    const answers: Answer[] = [];
    for (const { method = 'GET', path } of requests) {
      const [status, body] = await send(origin, method, path);
      answers.push([status, body.replaceAll(origin, '')]);
    }
    const atOnce = await Promise.all(AT_ONCE.map(id => send(origin, 'GET', `/orders/${id}`)));
    return [...answers, ...atOnce.map(([status]): Answer => [status, ''])];
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
  }
}

function send(origin: string, method: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { origin, accept: 'text/html', 'content-length': '0', 'x-forwarded-proto': 'http' };
    request(`${origin}${path}`, { method, headers }, response => {
      let body = '';
      response.setEncoding('utf8').on('data', text => {
        body += text;
      });
      response.on('end', () => resolve([response.statusCode, body]));
    })
      .on('error', reject)
      .end();
  });
}

function servers(spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  return spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
}

function seenOf(
  method: string,
  path: string,
  spans: readonly ReceivedSpan[],
  logs: readonly ReceivedLog[],
): Omit<Seen, 'status'> {
  const span = servers(spans).find(
    ({ attributes }) => attributes['url.path'] === path && attributes['http.request.method'] === method,
  );
  const exceptions =
    span?.events.map(
      ({ attributes }) => `${attributes['exception.type']}: ${attributes['exception.message']}`,
    ) ?? [];
  const route = span?.attributes['http.route'];
  return {
    path,
    name: span?.name ?? 'none',
    ...(typeof route === 'string' && { route }),
    ...(exceptions.length > 0 && { exception: exceptions.join() }),
    fetches: spans.filter(({ kind, traceId }) => kind === 'SPAN_KIND_CLIENT' && traceId === span?.traceId)
      .length,
    records: logs.filter(({ traceId }) => span && traceId === span.traceId).length,
  };
}

/** Whether the record and the outgoing request of one of those at once are its own. */
function isApart(id: string, spans: readonly ReceivedSpan[], logs: readonly ReceivedLog[]): boolean {
  const span = servers(spans).find(({ attributes }) => attributes['url.path'] === `/orders/${id}`);
  const records = logs.filter(({ attributes }) => attributes.id === id);
  const below = spans.filter(({ kind, traceId }) => kind === 'SPAN_KIND_CLIENT' && traceId === span?.traceId);
  return records.length === 1 && records[0]?.traceId === span?.traceId && below.length === 1;
}
