import { span } from './example-facts.ts';

/** Parts of the facts of a run, which defects and harmless cases vary. */
export const parent = span({ name: 'GET /orders/:id' });
export const inParent = { traceId: parent.traceId, parentSpanId: parent.spanId };
export const otherScope = { scope: { name: 'server', version: '', attributes: {} } };
export const inRequest = { traceId: parent.traceId, spanId: parent.spanId };
export const request = {
  method: 'GET',
  url: 'http://127.0.0.1:3000/orders/7',
  status: 200,
  error: null,
  durationMs: 3,
};
export const listening = { pid: 7, argv: ['node', '/app/server.js'], ports: [3000] };
export const crash = {
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
export const exit = { openSpans: [], openSpanCount: 0, flushMs: 3, lost: 0 };
export const cut = {
  signal: 'traces',
  protocol: 'grpc',
  contentEncoding: '',
  itemCount: 0,
  bytes: 0,
  refusal: 'too large',
} as const;
