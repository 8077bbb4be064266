import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const CASES = ['http', 'http/previous'].flatMap(folder =>
  ['by-require.cjs', 'by-import.mjs'].map(file => ({ folder, file })),
);

/** Each adapter that answers requests, and the name of their SERVER span: the route where a framework has one. */
const ADAPTERS: Readonly<Record<string, string>> = {
  standalone: 'GET',
  express: 'GET /trpc',
  fastify: 'GET /trpc/:path',
  fetch: 'GET',
  next: 'GET',
};

const MISSING = 'missing NOT_FOUND';

/** The procedures of each request, with the codes of their errors. */
const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  one: ['byId'],
  failing: [MISSING],
  three: ['byId', MISSING, 'ping'],
};

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it.each(CASES)(
      'procedures behind each adapter have one span each, $folder/$file',
      async ({ folder, file }) => {
        const { bare, wrapped, received } = await runTwice(node, folder, file);

        expect(bare).toMatchObject({ code: 0, stderr: '' });
        expect(wrapped).toEqual(bare);
        const shown = Object.keys(ADAPTERS).flatMap(adapter =>
          Object.keys(REQUESTS).map(request => [
            `${adapter}: ${request}`,
            requestOf(`${adapter}: ${request}`, received),
          ]),
        );
        const expected = Object.entries(ADAPTERS).flatMap(([adapter, server]) =>
          Object.entries(REQUESTS).map(([request, procedures]) => [
            `${adapter}: ${request}`,
            [{ server, procedures }],
          ]),
        );
        expect(shown).toEqual(expected);
        const others = received.spans.filter(
          span => isProcedure(span) && serverAbove(span, received) === undefined,
        );
        // A message of a socket belongs to no request.
        expect(others.map(({ parentSpanId }) => parentSpanId)).toEqual(others.map(() => undefined));
        expect(others.map(shownProcedure).toSorted()).toEqual(Object.values(REQUESTS).flat().toSorted());
      },
    );
  });
}

/** The SERVER spans of a request, each with the procedures directly below it. */
function requestOf(name: string, { spans }: Received) {
  const root = spans.find(span => span.name === name);
  return spans
    .filter(({ traceId, kind }) => traceId === root?.traceId && kind === 'SPAN_KIND_SERVER')
    .map(server => ({
      server: server.name,
      procedures: spans
        .filter(span => isProcedure(span) && span.parentSpanId === server.spanId)
        .map(shownProcedure)
        .toSorted(),
    }));
}

function isProcedure({ scope }: ReceivedSpan): boolean {
  return scope === 'otel-run/trpc';
}

function serverAbove({ parentSpanId }: ReceivedSpan, { spans }: Received): ReceivedSpan | undefined {
  return spans.find(({ spanId, kind }) => spanId === parentSpanId && kind === 'SPAN_KIND_SERVER');
}

function shownProcedure({ name, attributes }: ReceivedSpan): string {
  return [name, attributes['error.type']].filter(Boolean).join(' ');
}

async function runTwice(
  node: { readonly version: string; readonly path: string },
  folder: string,
  file: string,
) {
  const service = `trpc-adapters ${folder} ${file} ${node.version}`;
  const argv = [node.path, '--no-warnings', `${folder}/${file}`, 'trpc-adapters'];
  const [bare, wrapped] = await Promise.all([
    run(argv),
    run(argv, { env: preloaded(collector.environment(service)) }),
  ]);
  const procedures = (Object.keys(ADAPTERS).length + 1) * Object.values(REQUESTS).flat().length;
  const received = await collector.waitFor(
    service,
    ({ spans }) => spans.filter(isProcedure).length >= procedures,
  );
  return { bare, wrapped, received };
}
