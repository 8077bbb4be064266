import { once } from 'node:events';
import { Agent, get, request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { SAMPLE_REQUESTS } from './sample-requests.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

function send(signal: keyof typeof SAMPLE_REQUESTS, body: unknown = SAMPLE_REQUESTS[signal]) {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${receiver.httpUrl}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

it('the environment for http/protobuf, the default, overrides the variables of every signal', () => {
  expect(receiver.environment()).toEqual({
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.httpUrl}/v1/traces`,
    OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${receiver.httpUrl}/v1/logs`,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.httpUrl}/v1/metrics`,
  });
});

it('the environment for gRPC names the other port and no path', () => {
  expect(receiver.grpcUrl).not.toBe(receiver.httpUrl);
  expect(receiver.environment('grpc')).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: receiver.grpcUrl,
    OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc',
  });
});

it('a listener gets what each request brings until it is taken away', async () => {
  const listener = vi.fn();
  const stop = receiver.onTelemetry(listener);
  await send('logs');
  stop();
  await send('traces');
  expect(listener.mock.calls).toEqual([
    [{ bytes: expect.any(Number), spans: [], logs: receiver.logs, metricPoints: [] }],
  ]);
});

it('a request with one bad item brings nothing', async () => {
  const good = SAMPLE_REQUESTS.traces.resourceSpans[0];
  await send('traces', { resourceSpans: [good, { scopeSpans: [{ spans: [{ spanId: 'bad' }] }] }] });
  expect(receiver.spans).toEqual([]);
});

describe('waitFor', () => {
  it('resolves at once for what is there already', async () => {
    await send('traces');
    await receiver.waitFor(({ spans }) => spans.length === 1, { timeout: 0 });
  });

  it('resolves when the telemetry arrives, looking only then', async () => {
    const predicate = vi.fn(({ logs }: Receiver) => logs.some(log => log.severityText === 'error'));
    const wait = receiver.waitFor(predicate as never);
    await send('traces');
    await send('logs');
    await wait;
    expect(predicate).toHaveBeenCalledTimes(3);
  });

  it('rejects after its timeout and says what did arrive', async () => {
    await send('traces');
    await send('metrics');
    await send('logs', { resourceLogs: 5 });
    await expect(receiver.waitFor(({ logs }) => logs.length > 0, { timeout: 20 })).rejects.toThrow(
      'not received within 20 ms; received 1 span (GET /orders), 0 log records, 5 metric points ' +
        '(queue.depth, jobs, latency, latency.exponential, size), and 1 refused request (resourceLogs is not a list: 5)',
    );
  });

  it('rejects when the receiver is closed meanwhile', async () => {
    const wait = expect(receiver.waitFor(() => false)).rejects.toThrow(
      'the receiver was closed while waiting',
    );
    await receiver.close();
    await wait;
  });

  it('rejects with what the predicate throws, and the request that brought it is taken', async () => {
    const wait = receiver.waitFor(({ spans }) => {
      if (spans.length > 0) throw new Error('my own mistake');
      return false;
    });
    const outcome = expect(wait).rejects.toThrow('my own mistake');
    expect((await send('traces')).status).toBe(200);
    await outcome;
  });
});

describe('close', () => {
  it('does not wait for idle keep-alive connections, half requests or open gRPC sessions', async () => {
    const agent = new Agent({ keepAlive: true });
    await once(
      get(receiver.httpUrl, { agent }).on('response', response => response.resume()),
      'response',
    );
    const half = request(receiver.httpUrl, { method: 'POST', headers: { 'content-length': 9 } });
    half.on('error', () => {}).write('abc');
    await once(half, 'socket');
    const session = connectHttp2(receiver.grpcUrl).on('error', () => {});
    await once(session, 'remoteSettings');
    const silent = connect(Number(new URL(receiver.grpcUrl).port), '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');

    const goodbye = once(session, 'goaway');
    const before = performance.now();
    await receiver.close();
    await goodbye;
    expect(performance.now() - before).toBeLessThan(500);
    await expect(fetch(receiver.httpUrl)).rejects.toThrow('fetch failed');
    agent.destroy();
  });

  it('may be called twice', async () => {
    await Promise.all([receiver.close(), receiver.close()]);
    await receiver.close();
  });
});

it('a port that is taken fails the start with the port, and leaves nothing listening', async () => {
  const taken = Number(new URL(receiver.httpUrl).port);
  const { port: free } = await startReceiver().then(async other => {
    await other.close();
    return new URL(other.httpUrl);
  });
  await expect(startReceiver({ httpPort: Number(free), grpcPort: taken })).rejects.toThrow(
    `EADDRINUSE: address already in use 127.0.0.1:${taken}`,
  );
  const again = await startReceiver({ httpPort: Number(free) });
  await again.close();
});

it('a port that another program has at ::1 is taken: localhost could lead to either', async ({ skip }) => {
  const other = createServer();
  const listening = once(other, 'listening');
  other.listen(0, '::1');
  await listening.catch(() => skip('there is no IPv6'));
  const { port } = other.address() as AddressInfo;

  await expect(startReceiver({ httpPort: port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    address: '::1',
    port,
  });
  other.close();
});
