import { describe, expect, it } from 'vitest';
import { CHECKS, holds, runChecks } from '../../src/checks/checks.ts';
import { type Example, facts, failing, log, point, processEntry, span } from './example-facts.ts';

const parent = span({ name: 'GET /orders/:id' });
const inParent = { traceId: parent.traceId, parentSpanId: parent.spanId };
const otherScope = { scope: { name: 'server', version: '', attributes: {} } };
const inRequest = { traceId: parent.traceId, spanId: parent.spanId };
const request = {
  method: 'GET',
  url: 'http://127.0.0.1:3000/orders/7',
  status: 200,
  error: null,
  durationMs: 3,
};
const listening = { pid: 7, argv: ['node', '/app/server.js'], ports: [3000] };
const crash = {
  scope: { name: 'otel-run', version: '1', attributes: {} },
  severityNumber: 21,
  body: 'no cart',
  attributes: {
    'exception.type': 'TypeError',
    'exception.message': 'no cart',
    'exception.stacktrace':
      'TypeError: no cart\n    at find (/app/node_modules/x/index.js:3:1)\n    at file:///app/cart.js:12:5',
  },
};
const exit = { openSpans: [], openSpanCount: 0, flushMs: 3, lost: 0 };
const cut = {
  signal: 'traces',
  protocol: 'grpc',
  contentEncoding: '',
  itemCount: 0,
  bytes: 0,
  refusal: 'too large',
} as const;

/** What is the matter → the check that fails for it and what its evidence says. */
const DEFECTS: readonly { what: string; is: Example; fails: string; says: RegExp }[] = [
  {
    what: 'an exit code',
    is: { command: { code: 3, lastOutput: ['no database'] } },
    fails: 'command-exit',
    says: /code 3; its last output: no database/,
  },
  {
    what: 'a death of a signal that nobody sent',
    is: { command: { code: null, signal: 'SIGSEGV' } },
    fails: 'command-exit',
    says: /died of SIGSEGV/,
  },
  {
    what: 'a crash, with the error that was received',
    is: { command: { code: 1, lastOutput: ['Node.js v24'] }, logs: [log({ ...crash, at: 50 })] },
    fails: 'command-exit',
    says: /^node server\.js: it exited with code 1: TypeError: no cart$/,
  },
  {
    what: 'an error that was logged before the exit',
    is: { command: { code: 1 }, logs: [log({ ...crash, ...otherScope, at: 50, body: 'cannot start' })] },
    fails: 'command-exit',
    says: /exited with code 1: TypeError: no cart/,
  },
  {
    what: 'a death of another signal than it was sent',
    is: { command: { stoppedBy: 'SIGTERM', code: null, signal: 'SIGSEGV' } },
    fails: 'command-exit',
    says: /it was sent SIGTERM, but died of SIGSEGV/,
  },
  {
    what: 'a child of a shell that crashed after the signal',
    is: { command: { stoppedBy: 'SIGTERM', code: 134 } },
    fails: 'command-exit',
    says: /it was sent SIGTERM, but one of its processes died of SIGABRT/,
  },
  {
    what: 'an error of the server that nobody expected',
    is: { requests: [{ ...request, status: 503 }] },
    fails: 'requests-answered',
    says: /GET http:\/\/127\.0\.0\.1:3000\/orders\/7 was answered with 503/,
  },
  {
    what: 'another answer than was expected',
    is: { requests: [{ ...request, expected: '404' }] },
    fails: 'requests-answered',
    says: /was answered with 200, not with 404/,
  },
  {
    what: 'a server that was asked nothing',
    is: {
      spans: [span({ kind: 'internal', name: 'startup', ...otherScope })],
      command: { stoppedBy: 'SIGTERM', listened: [listening] },
    },
    fails: 'telemetry-received',
    says: /process 7 \(node server\.js\) on port 3000 listened but got no requests: add --request/,
  },
  {
    what: 'a command that had to be killed',
    is: { command: { stoppedBy: 'SIGTERM', killed: true } },
    fails: 'command-exit',
    says: /after SIGTERM/,
  },
  {
    what: 'a command that was never ready',
    is: { command: { notReady: 'it never listened' } },
    fails: 'requests-answered',
    says: /never listened/,
  },
  {
    what: 'a request without an answer',
    is: { requests: [{ ...request, status: null, error: 'ECONNRESET' }] },
    fails: 'requests-answered',
    says: /ECONNRESET/,
  },
  { what: 'nothing at all', is: { spans: [] }, fails: 'telemetry-received', says: /recorded nothing/ },
  {
    what: 'two initializations',
    is: { processes: [processEntry({ initializations: 2 })] },
    fails: 'init-exactly-once',
    says: /initialized 2 times/,
  },
  {
    what: 'an instance that nobody initialized',
    is: {
      spans: [
        span(),
        span({ from: 50, to: 60, resource: { 'service.name': 'orders', 'service.instance.id': 'other' } }),
      ],
    },
    fails: 'init-exactly-once',
    says: /service\.instance\.id other/,
  },
  {
    what: 'a Node.js process without the preload',
    is: {
      processes: [
        processEntry(),
        processEntry({
          pid: 8,
          decision: 'skipped',
          reason: 'NODE_OPTIONS did not reach it',
          unreached: true,
        }),
      ],
    },
    fails: 'init-where-work-runs',
    says: /process 8 .*NODE_OPTIONS/,
  },
  {
    what: 'a launcher that serves by itself',
    is: {
      processes: [
        processEntry(),
        processEntry({ pid: 8, decision: 'skipped', reason: 'a task runner', listens: true }),
      ],
    },
    fails: 'init-where-work-runs',
    says: /it serves, but a task runner/,
  },
  {
    what: 'a request that no span tells of',
    is: { requests: [request], spans: [span({ kind: 'internal', ...otherScope })] },
    fails: 'init-where-work-runs',
    says: /orders\/7 was answered, but its server span/,
  },
  {
    what: 'one request of two that no span tells of',
    is: {
      requests: [request, { ...request, url: 'http://127.0.0.1:3001/prices/7' }],
      spans: [span({ attributes: { 'url.path': '/orders/7' } })],
    },
    fails: 'init-where-work-runs',
    says: /^GET \S+\/prices\/7 was answered, but its server span/,
  },
  {
    what: 'the fallback of service.name',
    is: {
      spans: [
        span({ resource: { 'service.name': 'unknown_service:node', 'service.instance.id': 'instance-1' } }),
      ],
      expected: { serviceName: null },
    },
    fails: 'service-name',
    says: /is unknown_service:node/,
  },
  {
    what: 'another service.name than the configured',
    is: { expected: { serviceName: 'api' } },
    fails: 'service-name',
    says: /api was configured, orders arrived/,
  },
  {
    what: 'JSON in a body',
    is: { logs: [log({ ...inRequest, body: 'order was paid {"order":7}' })] },
    fails: 'logs-structured',
    says: /has JSON in it/,
  },
  {
    what: 'colours in a body',
    is: { logs: [log({ ...inRequest, body: '\u001B[32morder was paid\u001B[39m' })] },
    fails: 'logs-structured',
    says: /terminal colours/,
  },
  {
    what: 'fields in a body',
    is: { logs: [log({ ...inRequest, body: 'order was paid customer=ann total=high' })] },
    fails: 'logs-structured',
    says: /key=value/,
  },
  {
    what: 'a record without a trace inside a request',
    is: { logs: [log()] },
    fails: 'logs-correlated',
    says: /during "GET \/orders\/:id" \(trace a+\)/,
  },
  {
    what: 'a record that one request writes late',
    is: {
      spans: [parent, span({ traceId: 'b'.repeat(32), from: 20, to: 30 })],
      logs: [log(), log({ at: 33 })],
    },
    fails: 'logs-correlated',
    says: /during "GET \/orders\/:id" \(trace a+\)/,
  },
  {
    what: 'a record after a request, with the request id of its trace',
    is: {
      logs: [
        log({ ...inRequest, attributes: { reqId: 'req-1' } }),
        log({ at: 30, body: 'mail was sent', attributes: { reqId: 'req-1' } }),
      ],
    },
    fails: 'logs-correlated',
    says: /"mail was sent".*it has the request id of trace a+/,
  },
  {
    what: 'a record after a request, with the request of its trace',
    is: {
      logs: [
        log({ ...inRequest, attributes: { req: { id: 1, url: '/orders/7' } } }),
        log({ at: 30, body: 'mail was sent', attributes: { req: { id: 1, url: '/orders/7' } } }),
      ],
    },
    fails: 'logs-correlated',
    says: /"mail was sent".*it has the request id/,
  },
  {
    what: 'a duration in a message',
    is: { logs: [log({ ...inRequest, body: 'paid after 12ms' })] },
    fails: 'log-messages-stable',
    says: /a duration .*12ms/,
  },
  {
    what: 'a span for a span',
    is: { spans: [parent, span({ ...inParent, ...otherScope, name: 'GET' })] },
    fails: 'no-duplicate-spans',
    says: /it is nested in "GET \/orders\/:id"/,
  },
  {
    what: 'the same call beside itself',
    is: {
      spans: [
        parent,
        span({ ...inParent, kind: 'client', name: 'GET', from: 2, to: 4 }),
        span({ ...inParent, ...otherScope, kind: 'client', name: 'GET', from: 2.2, to: 4.1 }),
      ],
    },
    fails: 'no-duplicate-spans',
    says: /it repeats "GET"/,
  },
  {
    what: 'a query inside of the query builder that makes it',
    is: {
      spans: [
        parent,
        span({
          ...{
            ...inParent,
            kind: 'client',
            name: 'select shop.orders',
            from: 2,
            to: 6,
            spanId: 'e'.repeat(16),
          },
          attributes: {
            'db.system.name': 'postgresql',
            'db.query.text': 'select * from "orders" where "id" = ?',
          },
        }),
        span({
          ...{ ...inParent, ...otherScope, kind: 'client', name: 'pg.query:SELECT shop', from: 4, to: 5 },
          parentSpanId: 'e'.repeat(16),
          attributes: {
            'db.system': 'postgresql',
            'db.statement': 'select * from  "orders" where "id" = $1;',
          },
        }),
      ],
    },
    fails: 'no-duplicate-spans',
    says: /it is nested in "select shop\.orders"/,
  },
  {
    what: 'a command inside of the model that sends it',
    is: {
      spans: [
        parent,
        span({
          ...{
            ...inParent,
            kind: 'client',
            name: 'mongoose.Order.findOne',
            from: 2,
            to: 6,
            spanId: 'e'.repeat(16),
          },
          attributes: { 'db.system.name': 'mongodb', 'db.collection.name': 'orders' },
        }),
        span({
          ...{ ...inParent, ...otherScope, kind: 'client', name: 'find orders', from: 4, to: 5 },
          parentSpanId: 'e'.repeat(16),
          attributes: { 'db.system.name': 'mongodb', 'db.collection.name': 'orders' },
        }),
      ],
    },
    fails: 'no-duplicate-spans',
    says: /it is nested in "mongoose\.Order\.findOne"/,
  },
  {
    what: 'the same query beside itself, by another name',
    is: {
      spans: [
        parent,
        span({
          ...{ ...inParent, kind: 'client', name: 'prisma:client:db_query', from: 2, to: 4 },
          attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1' },
        }),
        span({
          ...{ ...inParent, ...otherScope, kind: 'client', name: 'pg.query:SELECT', from: 2.2, to: 3.9 },
          attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'select 1' },
        }),
      ],
    },
    fails: 'no-duplicate-spans',
    says: /it repeats "prisma:client:db_query"/,
  },
  {
    what: 'the same request in two traces',
    is: { spans: [parent, span({ ...otherScope, traceId: 'b'.repeat(32), name: 'GET', from: 0.3 })] },
    fails: 'no-duplicate-spans',
    says: /it repeats/,
  },
  {
    what: 'a UUID in a name',
    is: { spans: [span({ name: 'load 9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f' })] },
    fails: 'span-names-low-cardinality',
    says: /its name has a UUID/,
  },
  {
    what: 'a raw path as route',
    is: { spans: [span({ attributes: { 'http.route': '/orders/4711' } })] },
    fails: 'span-names-low-cardinality',
    says: /its http\.route has a number/,
  },
  {
    what: 'a URL in a name',
    is: { spans: [span({ name: 'GET https://shop.example/orders' })] },
    fails: 'span-names-low-cardinality',
    says: /a raw URL/,
  },
  {
    what: 'a client span at the root',
    is: { spans: [span({ kind: 'client', name: 'GET' })] },
    fails: 'background-work-named',
    says: /a client span is the root/,
  },
  {
    what: "a library's span at the root",
    is: { spans: [span({ kind: 'internal', name: 'pg-pool.connect' })] },
    fails: 'background-work-named',
    says: /a library's internal span/,
  },
  {
    what: 'metrics that are off',
    is: { metricPoints: [point(), point({ attributes: { queue: 'sms' } })] },
    fails: 'metrics-off',
    says: /queue\.depth.*2 series/,
  },
  {
    what: 'a label for each user',
    is: { metricPoints: [point({ attributes: { 'user.id': '7' } })], expected: { metrics: true } },
    fails: 'metrics-low-cardinality',
    says: /attribute user\.id/,
  },
  {
    what: 'a URL as a label',
    is: {
      metricPoints: [point({ attributes: { target: 'https://a.example/7' } })],
      expected: { metrics: true },
    },
    fails: 'metrics-low-cardinality',
    says: /target is a raw URL/,
  },
  {
    what: 'a text as a label',
    is: { metricPoints: [point({ attributes: { reason: 'x'.repeat(101) } })], expected: { metrics: true } },
    fails: 'metrics-low-cardinality',
    says: /reason is a string of 101 characters/,
  },
  {
    what: 'an id for each task as a label',
    is: { metricPoints: [point({ attributes: { task: 'task-471' } })], expected: { metrics: true } },
    fails: 'metrics-low-cardinality',
    says: /task has a numbered id/,
  },
  {
    what: 'a sentence as a label',
    is: {
      metricPoints: [point({ attributes: { error: 'no row was found for the user' } })],
      expected: { metrics: true },
    },
    fails: 'metrics-low-cardinality',
    says: /error is a string of many words/,
  },
  {
    what: 'a number in a label, again and again',
    is: {
      metricPoints: Array.from({ length: 21 }, (_, item) => point({ attributes: { item: `item-${item}` } })),
      expected: { metrics: true },
    },
    fails: 'metrics-low-cardinality',
    says: /item has 21 values that differ only by a number/,
  },
  {
    what: 'too many series',
    is: {
      metricPoints: Array.from({ length: 101 }, (_, shard) => point({ attributes: { shard } })),
      expected: { metrics: true },
    },
    fails: 'metrics-low-cardinality',
    says: /101 series/,
  },
  {
    what: 'an open span',
    is: { processes: [processEntry({ exit: { ...exit, openSpans: ['price'], openSpanCount: 1 } })] },
    fails: 'delivered-at-exit',
    says: /1 span still open: price/,
  },
  {
    what: 'a lost record',
    is: { processes: [processEntry({ exit: { ...exit, lost: 2 } })] },
    fails: 'delivered-at-exit',
    says: /2 items could not be delivered/,
  },
  {
    what: 'a process that was killed',
    is: { processes: [processEntry({ exit: null })] },
    fails: 'delivered-at-exit',
    says: /ended without time to deliver/,
  },
  {
    what: 'a refused export',
    is: { exports: [cut] },
    fails: 'delivered-at-exit',
    says: /with traces \(grpc\) was refused: too large/,
  },
];

describe('checks', () => {
  it('all hold where all is well', () => {
    expect(failing({})).toEqual({});
  });

  it.each(DEFECTS)('$fails fails alone for $what', ({ is, fails, says }) => {
    const failed = failing(is);
    expect(Object.keys(failed)).toEqual([fails]);
    expect(failed[fails]?.join('\n')).toMatch(says);
  });
});

/** What looks like a defect and is none. */
const HARMLESS: readonly { what: string; is: Example }[] = [
  { what: 'the same span delivered twice', is: { spans: [parent, parent] } },
  {
    what: 'equal calls at the same time',
    is: {
      spans: [
        parent,
        ...[0, 0.1].map(from => span({ ...inParent, kind: 'client', name: 'GET', from, to: 4 + from })),
      ],
    },
  },
  {
    what: "a client span inside another library's",
    is: {
      spans: [
        parent,
        span({ ...inParent, kind: 'client', name: 'S3.GetObject', spanId: 'c'.repeat(16) }),
        span({ ...inParent, parentSpanId: 'c'.repeat(16), kind: 'client', name: 'GET' }),
      ],
    },
  },
  {
    what: 'a message that is fetched',
    is: {
      spans: [
        span({
          kind: 'client',
          name: 'receive orders',
          attributes: { 'messaging.operation.type': 'receive' },
        }),
      ],
    },
  },
  {
    what: 'two calls at once, by two libraries, to different places',
    is: {
      spans: [
        parent,
        ...['a', 'b'].map(name =>
          span({
            ...inParent,
            kind: 'client',
            name: 'GET',
            scope: { name, version: '', attributes: {} },
            attributes: { 'url.full': `http://${name}.example/` },
          }),
        ),
      ],
    },
  },
  {
    what: 'requests when not every trace is kept',
    is: { requests: [request], spans: [], logs: [log()], expected: { traces: false } },
  },
  {
    what: 'an error that was expected',
    is: { requests: [{ ...request, status: 500, expected: '500' }] },
  },
  {
    what: 'an answer of a class that was expected',
    is: { requests: [{ ...request, status: 410, expected: '4xx' }] },
  },
  {
    what: 'the error that ended the process, which otel-run recorded',
    is: { logs: [log({ ...crash, at: 50, body: 'user 4711 has no cart {"id":7}' })] },
  },
  {
    what: 'a worker that offers a port, and works',
    is: {
      spans: [span({ kind: 'consumer', name: 'orders process' })],
      command: { stoppedBy: 'SIGTERM', listened: [listening] },
    },
  },
  {
    what: "the application's own root span",
    is: { spans: [span({ kind: 'internal', name: 'nightly report', ...otherScope })] },
  },
  { what: 'a record before the request', is: { logs: [log({ at: -3 })] } },
  {
    what: 'a heartbeat that beats during a request, too',
    is: { logs: [-500, 5, 505].map(at => log({ at, body: 'queue was looked at' })) },
  },
  {
    what: 'request ids that several requests have',
    is: {
      spans: [parent, span({ traceId: 'b'.repeat(32), from: 20, to: 30 })],
      logs: [
        log({ ...inRequest, attributes: { requestId: 'default' } }),
        log({ traceId: 'b'.repeat(32), at: 25, attributes: { requestId: 'default' } }),
        log({ at: 90, attributes: { requestId: 'default' } }),
      ],
    },
  },
  {
    what: 'the same request id of another process',
    is: {
      logs: [
        log({ ...inRequest, attributes: { reqId: 'req-1' } }),
        log({
          at: 30,
          attributes: { reqId: 'req-1' },
          resource: { 'service.name': 'orders', 'service.instance.id': 'instance-2' },
        }),
      ],
      processes: [processEntry(), processEntry({ pid: 8, instanceId: 'instance-2' })],
    },
  },
  {
    what: 'a record of another process during the request',
    is: {
      logs: [log({ resource: { 'service.name': 'orders', 'service.instance.id': 'instance-2' } })],
      processes: [processEntry(), processEntry({ pid: 8, instanceId: 'instance-2' })],
    },
  },
  { what: 'prose with one equals sign', is: { logs: [log({ ...inRequest, body: 'set mode=fast' })] } },
  { what: 'brackets in prose', is: { logs: [log({ ...inRequest, body: '[orders] paid {later}' })] } },
  {
    what: 'versions in a route',
    is: {
      spans: [span({ name: 'GET /api/v2/s3/orders', attributes: { 'http.route': '/api/v2/s3/orders' } })],
    },
  },
  { what: 'a stop by a signal', is: { command: { code: null, signal: 'SIGTERM', stoppedBy: 'SIGTERM' } } },
  { what: 'an exit code after the signal', is: { command: { code: 143, stoppedBy: 'SIGTERM' } } },
  {
    what: 'an ignored path',
    is: { requests: [request], spans: [], logs: [log()], expected: { ignorePaths: ['/orders/*'] } },
  },
  {
    what: 'metrics that were asked for',
    is: {
      metricPoints: [
        point({ attributes: { 'http.route': '/orders/:id', 'http.response.status_code': 200 } }),
      ],
      expected: { metrics: true },
    },
  },
  {
    what: "the application's own meter provider",
    is: { metricPoints: [point({ resource: { 'service.name': 'orders' } })], expected: { metrics: true } },
  },
  {
    what: 'a worker thread that was terminated',
    is: { processes: [processEntry(), processEntry({ threadId: 1, instanceId: 'instance-2', exit: null })] },
  },
  {
    what: 'a launcher beside the work',
    is: {
      processes: [processEntry({ pid: 3, decision: 'skipped', reason: 'a package manager' }), processEntry()],
    },
  },
];

describe('checks, not too eager', () => {
  it.each(HARMLESS)('pass for $what', ({ is }) => {
    expect(failing(is)).toEqual({});
  });
});

describe('runChecks', () => {
  const wrong = facts({ command: { code: 1 }, logs: [log({ ...inRequest, body: 'paid 7' })] });

  it('fails the run for an error, not for a warning', () => {
    expect(holds(runChecks(wrong, { only: [], allow: [] }))).toBe(false);
    expect(holds(runChecks(wrong, { only: ['log-messages-stable'], allow: [] }))).toBe(true);
  });

  it('skips an allowed check and keeps its evidence', () => {
    const results = runChecks(wrong, { only: [], allow: ['command-exit'] });
    expect(results.find(({ id }) => id === 'command-exit')).toMatchObject({
      status: 'skip',
      message: expect.stringMatching(/^Allowed by --allow: /),
      evidence: [{ kind: 'command' }],
    });
    expect(holds(results)).toBe(true);
  });

  it('warns of an answer that is an error of the client', () => {
    const results = runChecks(facts({ requests: [{ ...request, status: 404 }] }), { only: [], allow: [] });
    expect(results.find(({ id }) => id === 'requests-answered')).toMatchObject({
      ...{ status: 'fail', severity: 'warning' },
      evidence: [
        {
          text: 'GET http://127.0.0.1:3000/orders/7 was answered with 404; if that is right, write "GET /orders/7 => 404"',
        },
      ],
    });
    expect(holds(results)).toBe(true);
  });

  it('says who was asked for a path, and who was not', () => {
    const helper = { pid: 9, argv: ['node', '/app/helper.js'], ports: [4000] };
    const target = { port: 3000, process: listening, others: [helper] };
    const results = runChecks(facts({ requests: [request], target }), { only: [], allow: [] });
    expect(results.find(({ id }) => id === 'requests-answered')).toMatchObject({
      status: 'pass',
      evidence: [
        {
          pid: 7,
          text: 'paths went to process 7 (node server.js) on port 3000; without requests: process 9 (node helper.js) on port 4000',
        },
      ],
    });
  });

  it('has each id once', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
