// The same suite for jest, whose words vitest has too: npx jest telemetry.jest, or npx vitest --globals telemetry.jest
const { join } = require('node:path');
const { runInstrumented, startReceiver } = require('otel-run/testing');

let receiver;
let result;

beforeAll(async () => {
  receiver = await startReceiver();
  result = await runInstrumented([process.execPath, join(__dirname, 'server.mjs')], {
    receiver,
    service: 'orders',
    requests: ['GET /orders/7'],
  });
}, 60_000);
afterAll(() => receiver.close());

test('the telemetry of an order is in good order', () => {
  expect(result.checks.filter(({ status }) => status === 'fail')).toEqual([]);
});

test('a request is one trace, from the order to its price', () => {
  const order = receiver.spans.find(({ name }) => name === 'GET /orders/:id');
  expect(order).toMatchObject({ kind: 'server', parentSpanId: null });
  expect(receiver.spans).toContainEqual(
    expect.objectContaining({ name: 'GET /prices/:id', traceId: order.traceId }),
  );
});

test('the log record of an order is found by its trace', () => {
  const record = receiver.logs.find(({ body }) => body === 'order was asked for');
  expect(record.attributes).toMatchObject({ orderId: '7', 'http.route': '/orders/:id' });
  expect(receiver.spans.map(({ spanId }) => spanId)).toContain(record.spanId);
});
