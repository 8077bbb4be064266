import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

interface Outcome {
  /** All that came by the wire. */
  readonly wire: string;
  /** How often the callback was called. */
  readonly answers: number;
  readonly outcome: unknown;
}

const TRACEPARENT = /^traceparent: 00-([\da-f]{32})-([\da-f]{16})-01\r\n/gim;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe(`a request of an application under Node.js ${node.version}`, () => {
    const service = `requests-${node.version}`;
    let bare: Record<string, Outcome>;
    let wrapped: Record<string, Outcome>;
    beforeAll(async () => {
      [bare, wrapped] = await Promise.all([
        outcomes(node.path),
        outcomes(node.path, preloaded(collector.environment(service))),
      ]);
    });

    it('goes out as bare, whatever its shape, but for one traceparent', () => {
      expect(Object.keys(wrapped)).toEqual(Object.keys(bare));
      for (const [shape, { wire, ...rest }] of Object.entries(wrapped)) {
        const own = withoutTraceparent(bare[shape]?.wire ?? '');
        expect({ ...rest, wire: withoutTraceparent(wire) }, shape).toEqual({ ...bare[shape], wire: own });
        expect(wire.match(TRACEPARENT), shape).toHaveLength(1);
      }
    });

    it('is traced, and its traceparent names its span', async () => {
      const shapes = Object.keys(wrapped);
      const isClient = ({ kind }: { kind: string }) => kind === 'SPAN_KIND_CLIENT';

      const { spans } = await collector.waitFor(service, got => got.spans.length >= 2 * shapes.length);

      expect(spans.filter(isClient)).toHaveLength(shapes.length);
      for (const shape of shapes) {
        const parent = spans.find(({ name }) => name === shape);
        const span = spans.find(({ parentSpanId }) => parentSpanId === parent?.spanId);
        const [, traceId, spanId] = new RegExp(TRACEPARENT, 'im').exec(wrapped[shape]?.wire ?? '') ?? [];
        expect(span, shape).toMatchObject({ kind: 'SPAN_KIND_CLIENT', traceId, spanId });
        expect(span?.attributes, shape).toMatchObject({
          'http.request.method': /^\S+/.exec(wrapped[shape]?.wire ?? '')?.[0],
          'http.response.status_code': 204,
          'server.address': expect.stringMatching(/^(?:localhost|127\.0\.0\.1)$/),
          'url.full': expect.stringMatching(/^https?:\/\/[^/]*(?:localhost|127\.0\.0\.1):\d+/),
        });
      }
    });
  });
}

async function outcomes(node: string, env: Record<string, string> = {}): Promise<Record<string, Outcome>> {
  const { stdout, stderr } = await run([node, 'requests.cjs'], {
    env: { ...env, NODE_NO_WARNINGS: '1' },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** The application's own included. */
function withoutTraceparent(wire: string): string {
  return wire.replaceAll(TRACEPARENT, '');
}
