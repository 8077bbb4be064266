// The service's own test of what it emits, for node --test; telemetry.jest.test.cjs is the same for jest and vitest.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInstrumented, startReceiver } from 'otel-run/testing';

const server = fileURLToPath(new URL('server.mjs', import.meta.url));
let receiver;
let result;

before(async () => {
  receiver = await startReceiver();
  result = await runInstrumented([process.execPath, server], {
    receiver,
    service: 'orders',
    requests: ['GET /orders/7'],
  });
});
after(() => receiver.close());

test('the telemetry of an order is in good order', () => {
  assert.deepEqual(
    result.checks.filter(({ status }) => status === 'fail'),
    [],
  );
});

test('a request is one trace, from the order to its price', () => {
  const order = receiver.spans.find(span => span.name === 'GET /orders/:id');
  const price = receiver.spans.find(span => span.name === 'GET /prices/:id');
  assert.equal(order.parentSpanId, null);
  assert.equal(price.traceId, order.traceId);
});

test('the log record of an order is found by its trace', () => {
  const record = receiver.logs.find(log => log.body === 'order was asked for');
  assert.equal(record.attributes.orderId, '7');
  assert.equal(record.attributes['http.route'], '/orders/:id');
  assert.ok(receiver.spans.some(span => span.spanId === record.spanId));
});
