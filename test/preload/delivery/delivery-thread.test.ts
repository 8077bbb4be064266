import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Route } from '../../../src/config/route.ts';
import { DeliveryThread } from '../../../src/preload/delivery/delivery-thread.ts';
import { Exporter } from '../../../src/preload/delivery/exporter.ts';
import type { Failure } from '../../../src/preload/delivery/failure.ts';
import type { UseOfThread } from '../../../src/preload/delivery/from-here.ts';
import { startDeliveryThread } from '../../../src/preload/delivery/start-delivery-thread.ts';
import {
  answer,
  answerLate,
  type FaultyCollector,
  neverAnswer,
  startFaultyCollector,
  unusedPort,
} from '../../helpers/faulty-collector.ts';
import { cleanEnvironment } from '../../helpers/processes.ts';

// The delivery thread runs as it was built.
vi.mock('../../../src/preload/foundation/parts.ts', () => ({
  loadPart: () => ({ Exporter }),
  partPath: (name: string) => fileURLToPath(new URL(`../../../dist/preload/${name}.cjs`, import.meta.url)),
}));

vi.mock('../../../src/preload/delivery/start-delivery-thread.ts', async importOriginal => {
  const original =
    await importOriginal<typeof import('../../../src/preload/delivery/start-delivery-thread.ts')>();
  return { startDeliveryThread: vi.fn(original.startDeliveryThread) };
});

const ROUTE: Route = { signal: 'traces', protocol: 'http/json' };
const BODY = '{"resourceSpans":[]}';

let collector: FaultyCollector | undefined;
afterEach(() => collector?.close());

function createThread(port: number, use?: UseOfThread): DeliveryThread {
  const env = { ...cleanEnvironment(), OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  // This thread exports by its own environment.
  if (use) vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  return new DeliveryThread(env, 1000, use);
}

function send(thread: DeliveryThread): { settled: Promise<Failure | undefined>; outcome(): unknown } {
  let outcome: unknown = 'under way';
  const settled = new Promise<Failure | undefined>(resolve =>
    thread.send(ROUTE, new TextEncoder().encode(BODY), failure => {
      outcome = failure ?? 'arrived';
      resolve(failure);
    }),
  );
  return { settled, outcome: () => outcome };
}

describe('the delivery thread', () => {
  it('delivers what it is given, in any number', async () => {
    collector = await startFaultyCollector(answer(200));
    const thread = createThread(collector.port);

    const failures = await Promise.all(Array.from({ length: 60 }, () => send(thread).settled));

    expect(failures.filter(Boolean)).toEqual([]);
    expect(collector.requests).toHaveLength(60);
  });

  it('tells why a request was refused', async () => {
    collector = await startFaultyCollector(answer(401));

    expect(await send(createThread(collector.port)).settled).toEqual({
      reason: `401 Unauthorized; exports go to http://127.0.0.1:${collector.port}/v1/traces; check OTEL_EXPORTER_OTLP_HEADERS`,
      retry: 'never',
      status: 401,
    });
  });

  it('waits for what is under way, without the event loop', async () => {
    const port = await portOfAnotherThread(200);
    const thread = createThread(port);
    const { outcome } = send(thread);

    thread.hurry(5000);
    thread.settle();

    expect(outcome()).toBe('arrived');
  });

  it('waits no longer than it is told, and takes back what did not arrive', async () => {
    collector = await startFaultyCollector(neverAnswer);
    const thread = createThread(collector.port);
    const { outcome } = send(thread);
    const begin = Date.now();

    thread.hurry(200);
    thread.settle();
    const waited = Date.now() - begin;
    thread.abandon();

    expect(waited).toBeGreaterThanOrEqual(190);
    expect(waited).toBeLessThan(1500);
    // On a busy machine the thread itself may say where it goes.
    expect(outcome()).toEqual({
      reason: expect.stringMatching(/^no answer in time/),
      retry: 'later',
      isSilence: true,
    });
  });

  it('does not wait where nothing is under way', async () => {
    const thread = createThread(await unusedPort());
    const begin = Date.now();

    thread.hurry(5000);
    thread.settle();

    expect(Date.now() - begin).toBeLessThan(1000);
  });

  it('goes on as before where the process does not end after all', async () => {
    collector = await startFaultyCollector(answerLate(300));
    const thread = createThread(collector.port);
    thread.hurry(50);
    send(thread);
    thread.settle();
    thread.abandon();

    expect(await send(thread).settled).toBeUndefined();
  });
});

describe('a delivery thread for the exit alone', () => {
  const threads = () => vi.mocked(startDeliveryThread).mock.calls.length;

  it('starts no thread while the process runs', async () => {
    collector = await startFaultyCollector(answer(200));
    const before = threads();
    const thread = createThread(collector.port, 'at exit');

    thread.prepare(ROUTE);
    expect(await send(thread).settled).toBeUndefined();

    expect(threads()).toBe(before);
    expect(collector.requests).toHaveLength(1);
  });

  it('starts one at the exit, which also sends what is under way', async () => {
    const thread = createThread(await portOfAnotherThread(200), 'at exit');
    const before = send(thread);
    thread.hurry(5000);
    const after = send(thread);
    thread.settle();

    expect([before.outcome(), after.outcome()]).toEqual(['arrived', 'arrived']);
    expect(threads()).toBeGreaterThan(0);
  });

  it('goes on without it where the process does not end and nothing was sent', async () => {
    collector = await startFaultyCollector(answer(200));
    const thread = createThread(collector.port, 'at exit');
    thread.hurry(50);
    thread.settle();
    thread.abandon();
    const before = threads();

    expect(await send(thread).settled).toBeUndefined();
    expect(threads()).toBe(before);
  });
});

/** A collector that answers while this thread is blocked. */
async function portOfAnotherThread(status: number): Promise<number> {
  const { Worker } = await import('node:worker_threads');
  const code = `const server = require('node:http').createServer((request, response) => request.resume().on('end', () => response.writeHead(${status}).end('{}')));
    server.listen(0, '127.0.0.1', () => require('node:worker_threads').parentPort.postMessage(server.address().port));`;
  const thread = new Worker(code, { eval: true });
  thread.unref();
  return new Promise(resolve => thread.once('message', resolve));
}
