import type { IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import {
  answer,
  answerPartially,
  collectorAt,
  dribble,
  startFaultyCollector,
} from '../helpers/faulty-collector.ts';
import { grpcAnswer, grpcDribble, startFaultyGrpcCollector } from '../helpers/faulty-grpc-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run, start } from '../helpers/processes.ts';

/** Works until it is stopped. */
const ENDLESS = ['steady-work.cjs', '60000', '1'];

const bytes = (text: string) => [...new TextEncoder().encode(text)];

/** A google.rpc.Status of an exhausted collector, with a RetryInfo of so many seconds. */
function retryInfo(seconds: number): object {
  const type = bytes('type.googleapis.com/google.rpc.RetryInfo');
  const any = [0x0a, type.length, ...type, 0x12, 4, 0x0a, 2, 0x08, seconds];
  return { 'grpc-status-details-bin': Buffer.from([0x08, 8, 0x1a, any.length, ...any]).toString('base64') };
}

/** An OTLP answer that rejects one item. */
const REJECTION = Uint8Array.of(0x0a, 11, 0x08, 1, 0x12, 7, ...bytes('too old'));

// The timeouts leave time for an answer on a slow machine, and are shorter than what it asks for.
const WISHES = [
  { name: 'Retry-After within a delivery', retryAfter: '2', least: 1600 },
  { name: 'Retry-After beyond a delivery', retryAfter: '3', timeout: 2000, least: 2900 },
  { name: 'a date', retryAfter: () => new Date(Date.now() + 5000).toUTCString(), timeout: 2000, least: 3900 },
  { name: 'Retry-After of 0', retryAfter: '0', least: 900 },
  { name: 'a negative Retry-After', retryAfter: '-5', least: 900 },
  { name: 'a Retry-After that cannot be read', retryAfter: 'later', least: 900 },
  { name: 'RetryInfo of gRPC beyond a delivery', seconds: 3, timeout: 2000, least: 2900 },
] as const;

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}: the next request comes no earlier than asked for by`, () => {
    it.each(WISHES)('$name', async wish => {
      const env = { OTEL_BSP_SCHEDULE_DELAY: '1', OTEL_RUN_FLUSH_TIMEOUT: '200' };
      const timeout = 'timeout' in wish ? { OTEL_EXPORTER_OTLP_TIMEOUT: String(wish.timeout) } : {};
      const collector = 'seconds' in wish ? await exhausted(wish.seconds) : await busy(wish.retryAfter);
      const protocol = 'seconds' in wish ? 'grpc' : 'http/json';
      const application = start([node.path, ...ENDLESS], {
        env: { ...preloaded(collectorAt(collector.port, 'asked', protocol)), ...env, ...timeout },
      });
      await vi.waitUntil(() => collector.times.length > 1, { timeout: 30_000, interval: 20 });
      application.child.kill('SIGKILL');
      await application.ended;

      await collector.close();
      const [first = 0, second = 0] = collector.times;
      expect(second - first).toBeGreaterThanOrEqual(wish.least);
    });
  });

  describe.concurrent(`Node.js ${node.version}: what a collector rejects is counted and named`, () => {
    const ONE_RECORD = /could not be delivered before the exit: the collector rejected 1: too old\n$/;

    it.each(['http/json', 'grpc'])('by %s at the exit', async protocol => {
      const collector = await rejecting(protocol);

      const { code, stderr } = await run([node.path, 'endings.cjs', 'process.exit'], {
        env: {
          ...preloaded(collectorAt(collector.port, 'rejected', protocol)),
          OTEL_RUN_FLUSH_TIMEOUT: '20000',
        },
      });

      await collector.close();
      expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringMatching(ONE_RECORD) });
      expect(stderr).toContain('otel-run: 1 span and 1 log record could not be');
    });

    it('while the application runs', async () => {
      const collector = await rejecting('http/json');

      const application = start([node.path, ...ENDLESS], {
        env: { ...preloaded(collectorAt(collector.port, 'rejected')), OTEL_BSP_SCHEDULE_DELAY: '100' },
      });
      await application.saidOnStderr('\n');
      application.child.kill('SIGKILL');
      const { stderr } = await application.ended;

      await collector.close();
      expect(stderr).toMatch(
        /^otel-run: traces: exports arrive, but the collector rejected 1: too old; 1 span lost so far\n/,
      );
    });
  });

  describe.concurrent(`Node.js ${node.version}: an answer that drips for ever`, () => {
    it.each(['http/json', 'grpc'])('by %s leaves no connection and no call behind', async protocol => {
      const open = new Set<unknown>();
      const watch = (part: Pick<IncomingMessage, 'once'>) => {
        open.add(part);
        part.once('close', () => open.delete(part));
      };
      const collector =
        protocol === 'grpc'
          ? await startFaultyGrpcCollector((stream, count) => {
              watch(stream as never);
              grpcDribble(stream, count);
            })
          : await startFaultyCollector((request, response, count) => {
              watch(request.socket as never);
              dribble(request, response, count);
            }).then(({ requests, ...rest }) => ({ ...rest, times: requests }));
      const application = start([node.path, ...ENDLESS], {
        env: {
          ...preloaded(collectorAt(collector.port, 'drips', protocol)),
          OTEL_BSP_SCHEDULE_DELAY: '1',
          OTEL_EXPORTER_OTLP_TIMEOUT: '100',
          OTEL_RUN_FLUSH_TIMEOUT: '200',
        },
      });
      await vi.waitUntil(() => collector.times.length > 3 && open.size <= 1, {
        timeout: 30_000,
        interval: 5,
      });
      application.child.kill('SIGTERM');
      await application.ended;

      await collector.close();
    });
  });
}

type Timed = Awaited<ReturnType<typeof startFaultyGrpcCollector>>;

function exhausted(seconds: number): Promise<Timed> {
  return startFaultyGrpcCollector(grpcAnswer(8, { trailers: retryInfo(seconds) }));
}

async function busy(retryAfter: string | (() => string)): Promise<Timed> {
  const { port, close, requests } = await startFaultyCollector((request, response, count) => {
    const header = typeof retryAfter === 'string' ? retryAfter : retryAfter();
    answer(429, { 'retry-after': header })(request, response, count);
  });
  return {
    port,
    close,
    get times() {
      return requests.map(({ at }) => at);
    },
  };
}

function rejecting(protocol: string): Promise<{ port: number; close(): Promise<void> }> {
  return protocol === 'grpc'
    ? startFaultyGrpcCollector(grpcAnswer(0, { message: REJECTION }))
    : startFaultyCollector((request, response, count) => {
        const key = request.url?.endsWith('logs') ? 'rejectedLogRecords' : 'rejectedSpans';
        answerPartially({ [key]: '1', errorMessage: 'too old' })(request, response, count);
      });
}
