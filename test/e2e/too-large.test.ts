import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import {
  answer,
  type Behaviour,
  type FaultyCollector,
  type Request,
  startFaultyCollector,
} from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Bytes of a request that the collector takes: of a batch of all it takes none. */
const LIMIT = 20_000;

/** Values of any length reach the collector. */
const UNLIMITED = { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100000000' };

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('under Node.js $version, what is too large for the collector', ({ path: node }) => {
  it.each(['http/json', 'http/protobuf'])(
    'is sent in smaller requests, and only a giant is lost (%s)',
    async protocol => {
      const isTaken = ({ bytes }: Pick<Request, 'bytes'>) => bytes <= LIMIT;
      const behaviour: Behaviour = (request, response, count) =>
        answer(faulty.requests.slice(count - 1).every(isTaken) ? 200 : 413)(request, response, count);
      const faulty: FaultyCollector = await startFaultyCollector(behaviour);
      const ended = await run([node, 'giants.cjs', '100', '1000', String(2 * LIMIT)], {
        env: preloaded({
          ...UNLIMITED,
          ...faulty.environment('giants'),
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        }),
      });
      await faulty.close();

      expect(ended.code).toBe(0);
      expect(faulty.requests.every(isTaken)).toBe(false);
      const accepted = faulty.requests.filter(isTaken);
      if (protocol === 'http/json') {
        expect(accepted.reduce((sum, { records }) => sum + records, 0)).toBe(100);
        expect(accepted.reduce((sum, { spanIds }) => sum + spanIds.length, 0)).toBe(100);
      }
      expect(lostOf(ended.stderr)).toEqual({ 'log record': 1, span: 1 });
    },
  );

  it('by gRPC, too', async () => {
    const service = `giants-${process.pid}-${node}`;
    const ended = await run([node, 'giants.cjs', '100', '1000', '5000000'], {
      env: preloaded({ ...UNLIMITED, ...collector.environment(service, 'grpc') }),
    });

    expect(ended.code).toBe(0);
    const received = await collector.waitFor(service, ({ spans, logs }) => spans.length + logs.length >= 200);
    expect([received.spans.length, received.logs.length]).toEqual([100, 100]);
    expect(lostOf(ended.stderr)).toEqual({ 'log record': 1, span: 1 });
  });
});

/** How many items the process told that it lost. */
function lostOf(stderr: string): Record<string, number> {
  const told = [...stderr.matchAll(/(\d+) (span|log record)s? (?:lost so far|could not be delivered|and )/g)];
  return Object.fromEntries(told.map(([, count, what = '']) => [what, Number(count)]));
}
