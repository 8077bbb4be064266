import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const FRAMEWORKS = ['http', 'express', 'express 4', 'koa', 'hapi', 'fastify', 'nest', 'hono', 'h3'];

/** How a framework says that the client is wrong, and a client that goes away. */
const NO_FAILURE = /\/(?:missing|aborted)$/;

/** What is thrown and is no error, by path. */
const NO_ERRORS: Readonly<Record<string, object>> = {
  '/text': { 'exception.message': 'out of range' },
  '/object': { 'exception.message': '[object Object]' },
};

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    for (const framework of FRAMEWORKS) {
      it(`an error in a handler of ${framework} is on the server span, once, without a logger`, async () => {
        const service = `errors-of-${framework}-${node.version}`;
        const env = preloaded(collector.environment(service));

        const { code, stdout } = await run([node.path, 'failing/frameworks.cjs', framework], { env });

        expect(code).toBe(0);
        const isServer = ({ kind }: { kind: string }) => kind === 'SPAN_KIND_SERVER';
        const { spans } = await collector.waitFor(
          service,
          got => got.spans.filter(isServer).length >= Number(stdout),
        );
        for (const span of spans.filter(isServer)) {
          const path = String(span.attributes['url.path']);
          const exceptions = span.events.filter(({ name }) => name === 'exception');
          if (NO_FAILURE.test(path)) {
            expect(exceptions, path).toEqual([]);
            expect(span.status, path).toMatchObject({ code: 'STATUS_CODE_UNSET' });
            continue;
          }
          expect(span.status, path).toMatchObject({ code: 'STATUS_CODE_ERROR' });
          const thrown = NO_ERRORS[path] ?? {
            'exception.message': 'out of range',
            'exception.stacktrace': expect.stringContaining('handlers.cjs'),
          };
          expect(exceptions, path).toMatchObject([{ attributes: thrown }]);
        }
      });
    }
  });
}
