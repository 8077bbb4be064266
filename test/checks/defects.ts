import { type Example, log, point, processEntry, span } from './example-facts.ts';
import {
  crash,
  cut,
  exit,
  inParent,
  inRequest,
  listening,
  otherScope,
  parent,
  request,
} from './example-parts.ts';

/** What is the matter → the check that fails for it and what its evidence says. */
export const DEFECTS: readonly { what: string; is: Example; fails: string; says: RegExp }[] = [
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
    what: 'a server that listens on another port than the requests name',
    is: {
      spans: [span({ kind: 'internal', name: 'startup', ...otherScope })],
      command: { stoppedBy: 'SIGTERM', listened: [listening], notReady: 'it never listened on port 3001' },
    },
    fails: 'requests-answered',
    says: /it never listened on port 3001/,
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
