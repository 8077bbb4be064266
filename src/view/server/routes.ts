import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answers } from '../answers/answers.ts';
import { QueryProblem, readLogQuery, readTraceIds, readTraceQuery } from '../answers/query.ts';
import type { SmokeTestAnswer } from '../model/smoke-test.ts';
import type { Events } from './events.ts';
import { foreignness } from './own-origin.ts';
import { contentSecurityPolicy } from './page.ts';
import { sendJson } from './send.ts';

/** The parts that produce the answers. */
export interface Site {
  readonly answers: Answers;
  readonly events: Events;
  readonly page: () => string;
  readonly smokeTest: (traceIds: readonly string[]) => Promise<SmokeTestAnswer>;
  /** The Model Context Protocol, loaded with the first request for it. */
  readonly mcp: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Answers views that join this one; false if the request is not theirs. */
  readonly join: (request: IncomingMessage, response: ServerResponse, path: string) => boolean;
}

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Never throws: no request may stop the view. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  port: number,
): Promise<void> {
  response.on('error', () => {});
  try {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    const foreign = foreignness(request.headers, port);
    if (foreign !== null) return sendJson(response, 403, { error: foreign });
    await route(request, response, site);
  } catch (error) {
    const isProblem = error instanceof QueryProblem;
    if (response.headersSent) response.destroy();
    else
      sendJson(response, isProblem ? 400 : 500, {
        error: isProblem ? error.message : 'otel-run view failed to answer',
      });
  }
}

async function route(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const url = urlOf(request);
  if (url.pathname === '/mcp') return site.mcp(request, response);
  if (site.join(request, response, url.pathname)) return;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return sendJson(response, 405, { error: `${request.method} is not GET` });
  }
  if (url.pathname === '/' || url.pathname === '/index.html') return sendPage(response, site.page());
  if (url.pathname.startsWith('/t/'))
    return redirect(response, site.answers, url.pathname.slice('/t/'.length));
  if (url.pathname === '/api/events') return openEvents(request, response, site.events, url.searchParams);
  const found = await api(url, site);
  if (found === undefined) return sendJson(response, 404, { error: `there is no ${url.pathname}` });
  sendJson(response, 200, found);
}

/** The path counts as it is: `//host` is not another host. */
function urlOf({ url = '/' }: IncomingMessage): URL {
  return new URL(url.startsWith('/') ? `http://view${url}` : url, 'http://view');
}

/** The answer of a path; undefined for an unknown path. */
function api({ pathname, searchParams }: URL, { answers, smokeTest }: Site): unknown {
  const fixed = FIXED.get(pathname);
  if (fixed) return fixed(answers, searchParams);
  if (pathname === '/api/smoke-test') return smokeTest(readTraceIds(searchParams));
  const [, traceId] = /^\/api\/traces\/([\da-fA-F]{1,64})$/.exec(pathname) ?? [];
  return traceId === undefined ? undefined : (answers.trace(traceId.toLowerCase()) ?? undefined);
}

const FIXED = new Map<string, (answers: Answers, parameters: URLSearchParams) => unknown>([
  ['/api/status', answers => answers.status()],
  ['/api/services', answers => answers.services()],
  ['/api/traces', (answers, parameters) => answers.traces(readTraceQuery(parameters))],
  ['/api/logs', (answers, parameters) => answers.logs(readLogQuery(parameters))],
  ['/api/metrics', answers => answers.metrics()],
  ['/api/processes', answers => answers.processes()],
  ['/api/findings', answers => answers.findings()],
]);

/** A short address leads to the newest trace whose id begins with it. */
function redirect(response: ServerResponse, answers: Answers, prefix: string): void {
  const { traces } = answers.traces({ text: prefix.toLowerCase(), limit: 1 });
  const trace = /^[\da-f]{6,32}$/i.test(prefix) ? traces[0] : undefined;
  response.writeHead(302, { location: trace ? `/#/trace/${trace.traceId}` : '/' });
  response.end();
}

function openEvents(
  request: IncomingMessage,
  response: ServerResponse,
  events: Events,
  parameters: URLSearchParams,
): void {
  const header = request.headers['last-event-id'];
  const lastEventId = (typeof header === 'string' && header) || parameters.get('lastEventId') || undefined;
  if (!events.open(request, response, lastEventId))
    sendJson(response, 503, { error: 'too many pages are open' });
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(html),
    'content-length': Buffer.byteLength(html),
  });
  response.end(html);
}
