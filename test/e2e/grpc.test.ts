import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FAILED = { code: 2, error: 'UNKNOWN', exception: 'RangeError' };
const THROWN = { code: 2, error: 'UNKNOWN', exception: 'TypeError' };
const LEFT = { code: 1 };
const DONE = { code: 0 };

/** How the server's span of each call ends, in the order of the calls. */
const CALLS = [
  { call: 'answered', method: 'One', ...DONE },
  { call: 'missing', method: 'One', code: 5 },
  { call: 'failing', method: 'One', ...FAILED },
  { call: 'throwing', method: 'One', ...THROWN },
  { call: 'late', method: 'One', code: 4, error: 'DEADLINE_EXCEEDED' },
  { call: 'left', method: 'One', ...LEFT },
  { call: 'collected', method: 'Collect', ...DONE },
  { call: 'collected, left', method: 'Collect', ...LEFT },
  { call: 'streamed', method: 'Many', ...DONE },
  { call: 'streamed, failing', method: 'Many', ...FAILED },
  { call: 'streamed, throwing', method: 'Many', ...THROWN },
  { call: 'streamed, left', method: 'Many', ...LEFT },
  { call: 'chatted', method: 'Chat', ...DONE },
  { call: 'chatted, left', method: 'Chat', ...LEFT },
  { call: 'trailer', method: 'One', ...DONE },
].map(({ method, code, error, exception }: Partial<Record<string, unknown>>) => ({
  name: `grpc.shop.Orders/${method}`,
  code,
  status: error ? 'STATUS_CODE_ERROR' : 'STATUS_CODE_UNSET',
  error,
  exception,
}));

const ARGV = ['grpc/calls.cjs'];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('calls of gRPC, Node.js $version', node => {
  it('end as without otel-run, with a span each that says how', async () => {
    const service = `grpc-${node.version}`;
    const [bare, instrumented] = await Promise.all([
      run([node.path, ...ARGV]),
      run(byOtelRun([node.path, ...ARGV], node.path), { env: collector.environment(service) }),
    ]);

    expect([bare.code, instrumented.code], instrumented.stderr).toEqual([0, 0]);
    expect(instrumented.stdout).toBe(bare.stdout);
    const { spans } = collector.of(service);
    const served = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER').sort(byParent(spans));
    expect(served.map(outcome)).toEqual(CALLS);
  });
});

/** Calls are made one after the other. */
function byParent(spans: readonly ReceivedSpan[]) {
  const begun = (span: ReceivedSpan) =>
    BigInt(spans.find(({ spanId }) => spanId === span.parentSpanId)?.startTime ?? 0);
  return (one: ReceivedSpan, other: ReceivedSpan) => Number(begun(one) - begun(other));
}

function outcome({ name, attributes, status, events }: ReceivedSpan) {
  return {
    name,
    code: attributes['rpc.grpc.status_code'],
    status: status.code,
    error: attributes['error.type'],
    exception: events[0]?.attributes['exception.type'],
  };
}
