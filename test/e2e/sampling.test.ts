import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const RULES = 'error=1, slow:20s=1, never=0, GET /healthz=0, half *=0.5, wild*name=1, kept always=1, *=0.05';

/** What arrives of the cases in the fixture: names of spans, and the `tracestate` of each. */
const KEPT: readonly (readonly [name: string, traceState: string])[] = [
  ['error', 'ot=th:0'],
  ['error below', 'ot=th:0'],
  ['error below: child', 'ot=th:0'],
  ['slow', 'ot=th:0'],
  ['slow: child', 'ot=th:0'],
  ['high', 'ot=th:f3333'],
  ['high: child', 'ot=th:f3333'],
  ['never, with an error', 'ot=th:0'],
  ['half kept', 'ot=th:8'],
  ['wild/card/name', 'ot=th:0'],
  ['by rv', 'ot=th:f3333;rv:fffffffffffff0,vendor=1'],
  ['kept before', 'ot=th:f8'],
  ['kept by something else', ''],
  ['kept always', 'ot=th:0'],
  ['late kept', 'ot=th:f3333'],
  ['late: child', 'ot=th:f3333'],
  ['late: grandchild', 'ot=th:f3333'],
  ['by id alone, kept', 'ot=th:f3333'],
  ['by id alone: child', 'ot=th:f3333'],
  ['two roots, one', 'ot=th:0'],
  ['records kept', 'ot=th:0'],
  ['GET', 'ot=th:0'],
  ['work of a request', 'ot=th:0'],
  ['GET', 'ot=th:f3333'],
  ['work of a request', 'ot=th:f3333'],
  ['thread, high', 'ot=th:f3333'],
  ['thread, high: child', 'ot=th:f3333'],
  ['thread, error', 'ot=th:0'],
  ['thread, error: child', 'ot=th:0'],
  ['thread, open: child', 'ot=th:0'],
  ['open: failed child', 'ot=th:0'],
  ['open: high child', 'ot=th:f3333'],
  ['open: slow child', 'ot=th:0'],
];

const KEPT_RECORDS = [
  'info of kept',
  'warn of dropped',
  'error of dropped',
  'info of another process',
  'info outside',
  'late record',
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const sorted = (values: Iterable<unknown>) => [...values].map(value => JSON.stringify(value)).toSorted();

for (const node of nodes()) {
  describe.concurrent.each(['http/protobuf', 'http/json'])(`Node.js ${node.version}, %s`, protocol => {
    it('keeps what the rules name, whole', async () => {
      const service = `sampling ${node.version} ${protocol}`;
      const env = { ...preloaded(collector.environment(service, protocol)), OTEL_RUN_SAMPLING: RULES };

      const { code, stderr } = await run([node.path, 'sampling-cases.cjs'], { env });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { spans, logs } = await collector.waitFor(service, got => got.spans.length >= KEPT.length);
      expect(sorted(spans.map(({ name, traceState }) => [name, traceState]))).toEqual(sorted(KEPT));
      expect(sorted(logs.map(({ body }) => body))).toEqual(sorted(KEPT_RECORDS));
    });
  });
}
