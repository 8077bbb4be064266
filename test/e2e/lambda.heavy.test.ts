import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { HAS_LAMBDA, type LambdaFunction, type LambdaOptions, startFunction } from '../helpers/lambda.ts';
import { type Node, nodes } from '../helpers/nodes.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

const carrier = (span: string) => ({ traceparent: `00-${TRACE}-${span}-01` });

const X_RAY = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

let collector: Collector;
let layer: string;
const functions: LambdaFunction[] = [];

beforeAll(async () => {
  collector = await startCollector();
  layer = mkdtempSync(join(tmpdir(), 'otel-run-layer-'));
  execFileSync(process.execPath, [
    new URL('../../scripts/build-lambda.mjs', import.meta.url).pathname,
    layer,
  ]);
});
afterEach(async () => {
  await Promise.all(functions.splice(0).map(one => one.kill()));
});
afterAll(async () => {
  rmSync(layer, { recursive: true, force: true });
  await collector.close();
});

async function startOf(service: string, options: Omit<LambdaOptions, 'layer'>): Promise<LambdaFunction> {
  const env = { ...collector.environment(service), ...options.env };
  const started = await startFunction({ ...options, layer, env });
  functions.push(started);
  return started;
}

/** What has arrived when the process is frozen: nothing comes after that. */
async function invoked(service: string, fn: LambdaFunction, ...values: Parameters<LambdaFunction['invoke']>) {
  const before = collector.of(service);
  const answer = await fn.invoke(...values);
  await fn.frozen();
  const { spans, logs } = collector.of(service);
  return { answer, spans: spans.slice(before.spans.length), logs: logs.slice(before.logs.length) };
}

if (!HAS_LAMBDA) process.stderr.write('SKIPPED: AWS Lambda: bash scripts/install-lambda.sh\n');

describe.skipIf(!HAS_LAMBDA)('AWS Lambda', () => {
  for (const node of nodes()) describeFunction(node);
});

function describeFunction(node: Node): void {
  describe(`a function with Node.js ${node.version}`, () => {
    it('has a span for each invocation, delivered before the freeze', async () => {
      const fn = await startOf('lambda-plain', {
        node,
        handler: 'functions.handler',
        env: { OTEL_SERVICE_NAME: '' },
      });

      const first = await invoked('orders', fn, {});
      const second = await invoked('orders', fn, {});

      expect(first.answer).toMatchObject({ kind: 'response', body: '{"statusCode":200,"body":"orders"}' });
      expect(first.spans).toMatchObject([
        {
          name: 'orders',
          kind: 'SPAN_KIND_SERVER',
          scope: 'otel-run',
          attributes: {
            'faas.trigger': 'other',
            'faas.coldstart': true,
            'faas.invocation_id': first.answer.id,
            'cloud.resource_id': 'arn:aws:lambda:eu-central-1:123456789012:function:orders',
            'cloud.account.id': '123456789012',
          },
          resource: {
            'service.name': 'orders',
            'cloud.provider': 'aws',
            'cloud.platform': 'aws_lambda',
            'cloud.region': 'eu-central-1',
            'faas.name': 'orders',
            'faas.version': '$LATEST',
            'faas.instance': '2026/11/29/[$LATEST]abc',
            'aws.log.group.names': ['/aws/lambda/orders'],
          },
        },
      ]);
      expect(second.spans).toMatchObject([{ attributes: { 'faas.coldstart': false } }]);
    });

    it('continues the trace of whoever triggered it', async () => {
      const service = `lambda-triggers-${node.version}`;
      const fn = await startOf(service, { node, handler: 'functions.handler' });
      const invoke = async (event: unknown, headers = {}) =>
        (await invoked(service, fn, event, { headers })).spans;
      const message = (span: string) => ({
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:mails',
        messageId: span,
        messageAttributes: { traceparent: { stringValue: carrier(span).traceparent, dataType: 'String' } },
        body: '{}',
      });

      expect(
        await invoke({
          version: '2.0',
          routeKey: 'GET /users/{id}',
          rawPath: '/users/7',
          headers: { ...carrier('b7ad6b7169203331'), host: 'api.example', 'x-forwarded-proto': 'https' },
          requestContext: { http: { method: 'GET', path: '/users/7' } },
          status: 503,
        }),
      ).toMatchObject([
        {
          traceId: TRACE,
          parentSpanId: 'b7ad6b7169203331',
          status: { code: 'STATUS_CODE_ERROR' },
          attributes: {
            'faas.trigger': 'http',
            'http.request.method': 'GET',
            'http.route': '/users/{id}',
            'url.path': '/users/7',
            'url.scheme': 'https',
            'server.address': 'api.example',
            'http.response.status_code': 503,
          },
        },
      ]);
      expect(
        await invoke({
          resource: '/users/{id}',
          path: '/users/7',
          httpMethod: 'POST',
          headers: { Traceparent: carrier('b7ad6b7169203332').traceparent },
          requestContext: {},
        }),
      ).toMatchObject([
        { parentSpanId: 'b7ad6b7169203332', status: {}, attributes: { 'http.route': '/users/{id}' } },
      ]);
      expect(
        await invoke({
          path: '/users/7',
          httpMethod: 'GET',
          multiValueHeaders: { traceparent: [carrier('b7ad6b7169203333').traceparent] },
          requestContext: { elb: {} },
        }),
      ).toMatchObject([{ parentSpanId: 'b7ad6b7169203333' }]);
      expect(
        await invoke({ Records: [message('b7ad6b7169203334'), message('b7ad6b7169203335')] }),
      ).toMatchObject([
        {
          kind: 'SPAN_KIND_CONSUMER',
          parentSpanId: undefined,
          links: ['b7ad6b7169203334', 'b7ad6b7169203335'],
          attributes: {
            'faas.trigger': 'pubsub',
            'messaging.system': 'aws_sqs',
            'messaging.destination.name': 'mails',
            'messaging.batch.message_count': 2,
          },
        },
      ]);
      expect(
        await invoke({
          Records: [
            {
              EventSource: 'aws:sns',
              Sns: {
                TopicArn: 'arn:aws:sns:eu-central-1:123456789012:orders',
                MessageAttributes: {
                  traceparent: { Type: 'String', Value: carrier('b7ad6b7169203336').traceparent },
                },
              },
            },
          ],
        }),
      ).toMatchObject([
        {
          kind: 'SPAN_KIND_CONSUMER',
          parentSpanId: 'b7ad6b7169203336',
          attributes: { 'faas.trigger': 'pubsub' },
        },
      ]);
      expect(
        await invoke({ 'detail-type': 'Order placed', source: 'shop', detail: carrier('b7ad6b7169203337') }),
      ).toMatchObject([{ parentSpanId: 'b7ad6b7169203337', attributes: { 'faas.trigger': 'pubsub' } }]);
      expect(await invoke({ 'detail-type': 'Scheduled Event' })).toMatchObject([
        { parentSpanId: undefined, attributes: { 'faas.trigger': 'timer' } },
      ]);
      expect(
        await invoke(
          {},
          { 'lambda-runtime-client-context': JSON.stringify({ Custom: carrier('b7ad6b7169203338') }) },
        ),
      ).toMatchObject([{ parentSpanId: 'b7ad6b7169203338' }]);
      expect(await invoke({}, { 'lambda-runtime-trace-id': X_RAY })).toMatchObject([
        { parentSpanId: undefined, links: ['53995c3f42cd8ad8'] },
      ]);
    });

    it('delivers what happens in an invocation, and how it fails', async () => {
      const service = `lambda-inside-${node.version}`;
      const server = createServer((_, response) => response.end());
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const env = { OTEL_RUN_CONSOLE_LOGS: 'true', OTEL_PROPAGATORS: 'tracecontext,xray-lambda' };
      const fn = await startOf(service, { node, handler: 'functions.handler', env });

      const called = await invoked(
        service,
        fn,
        { act: 'call', url },
        { headers: { 'lambda-runtime-trace-id': X_RAY } },
      );
      const failed = await invoked(service, fn, { act: 'fail' });
      const unserializable = await invoked(service, fn, { act: 'answer-badly' });
      server.close();

      const invocation = called.spans.find(({ name }) => name === 'orders');
      expect(invocation).toMatchObject({ parentSpanId: '53995c3f42cd8ad8', links: [] });
      expect(called.spans).toHaveLength(2);
      expect(called.spans.find(({ name }) => name === 'GET')).toMatchObject({
        kind: 'SPAN_KIND_CLIENT',
        parentSpanId: invocation?.spanId,
      });
      // A runtime that is started by its command line says so.
      const logs = called.logs.filter(({ spanId }) => spanId);
      expect(logs.map(({ body }) => body).sort()).toEqual(['asked the price', 'order was asked for']);
      for (const { spanId, attributes } of logs) {
        expect(spanId).toBe(invocation?.spanId);
        expect(attributes).toMatchObject({ 'faas.invocation_id': called.answer.id });
      }
      expect(failed.answer).toMatchObject({ kind: 'error' });
      expect(JSON.parse(failed.answer.body)).toMatchObject({
        errorType: 'RangeError',
        errorMessage: 'no such order',
      });
      expect(failed.spans).toMatchObject([
        {
          status: { code: 'STATUS_CODE_ERROR', message: 'no such order' },
          attributes: { 'error.type': 'RangeError' },
          events: [{ name: 'exception', attributes: { 'exception.type': 'RangeError' } }],
        },
      ]);
      expect(unserializable.answer.kind).toBe('error');
      expect(unserializable.spans).toMatchObject([
        {
          status: { code: 'STATUS_CODE_ERROR' },
          attributes: { 'error.type': expect.stringMatching(/^(?:Runtime\.JSONStringify)?Error$/) },
        },
      ]);
    });

    it('streams its response untouched', async () => {
      const service = `lambda-streaming-${node.version}`;
      const fn = await startOf(service, { node, handler: 'streaming.handler' });

      const streamed = await invoked(service, fn, {});
      const failed = await invoked(service, fn, { act: 'fail' });

      expect(streamed.answer).toMatchObject({ kind: 'response', body: 'one two' });
      // Nothing of the runtime's own requests.
      expect(streamed.spans).toMatchObject([{ name: 'orders', status: {} }]);
      expect(fn.headersOfRuntime.filter(({ traceparent }) => traceparent)).toEqual([]);
      expect(failed.answer.trailers['lambda-runtime-function-error-type']).toBe('RangeError');
      expect(failed.spans).toMatchObject([{ name: 'orders', status: { message: 'no more' } }]);
    });

    it('takes an outcome by callbacks', async () => {
      const service = `lambda-callbacks-${node.version}`;
      const fn = await startOf(service, { node, runtime: 'callbacks', handler: 'callbacks.handler' });
      const outcomes: Record<string, unknown> = {};
      for (const act of ['', 'succeed', 'wait', 'fail', 'throw']) {
        const { answer, spans } = await invoked(service, fn, { act });
        expect(spans).toHaveLength(1);
        outcomes[act] = [JSON.parse(answer.body), spans[0]?.status.message];
      }
      const crash = await fn.invoke({ act: 'crash' });
      const ended = await fn.running.ended;

      expect(outcomes).toMatchObject({
        '': ['by callback', undefined],
        succeed: ['by succeed', undefined],
        wait: ['when nothing is left', undefined],
        fail: [{ errorMessage: 'no such order' }, 'no such order'],
        throw: [{ errorMessage: 'at once' }, 'at once'],
      });
      expect(JSON.parse(crash.body)).toMatchObject({ errorMessage: 'out of stock' });
      expect(ended.code).toBe(129);
      expect(collector.of(service).spans.at(-1)).toMatchObject({ status: { message: 'out of stock' } });
    });

    it.each([
      { act: 'hang', timeout: 3000, status: 'the invocation was about to time out', type: 'timeout' },
      { act: 'crash', timeout: 60_000, status: 'out of stock', type: 'RangeError' },
      { act: 'exit', timeout: 60_000, status: 'the process ended during the invocation', type: '_OTHER' },
    ])('is heard of when it ends by "$act"', async ({ act, timeout, status, type }) => {
      const service = `lambda-${act}-${node.version}`;
      const fn = await startOf(service, { node, handler: 'functions.handler' });

      void fn.invoke({ act }, { timeout });

      const { spans } = await collector.waitFor(service, got => got.spans.length === 1);
      expect(spans).toMatchObject([{ status: { message: status }, attributes: { 'error.type': type } }]);
      if (act === 'hang') expect(collector.of(service).logs.map(({ body }) => body)).toEqual(['hanging']);
    });

    it('delivers before the outcome where the next request cannot be seen', async () => {
      const service = `lambda-http-${node.version}`;
      const env = { AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true' };
      const fn = await startOf(service, { node, handler: 'functions.handler', env });

      expect((await invoked(service, fn, {})).spans).toHaveLength(1);
      expect((await invoked(service, fn, { act: 'fail' })).spans).toHaveLength(1);
    });

    it('waits for a collector that does not answer no longer than it may', async () => {
      const silent = createServer(() => {});
      await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const fn = await startOf('lambda-silent', {
        node,
        handler: 'functions.handler',
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_RUN_FLUSH_TIMEOUT: '500' },
      });

      for (const _ of [1, 2]) {
        expect((await fn.invoke({})).kind).toBe('response');
        await fn.frozen();
      }
      silent.close();
      silent.closeAllConnections();
    });
  });
}
