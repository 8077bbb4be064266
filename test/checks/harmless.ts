import { type Example, log, point, processEntry, span } from './example-facts.ts';
import { crash, inParent, inRequest, listening, otherScope, parent, request } from './example-parts.ts';

/** What looks like a defect and is none. */
export const HARMLESS: readonly { what: string; is: Example }[] = [
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
