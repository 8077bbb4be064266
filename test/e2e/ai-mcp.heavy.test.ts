import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const FILES = ['mcp-by-require.cjs', 'mcp-by-import.mjs'];

const CASES = ['1', '2'].flatMap(version => FILES.map(file => ({ version, file })));

const TRANSPORTS = {
  memory: {},
  http: { 'network.transport': 'tcp', 'network.protocol.name': 'http' },
  stdio: { 'network.transport': 'pipe' },
};

const of = (tool: string) => ({
  'mcp.method.name': 'tools/call',
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': tool,
  'jsonrpc.request.id': expect.any(String),
});

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    it.each(CASES)('requests of version $version, $file, are in one trace', async ({ version, file }) => {
      const service = `mcp ${version} ${file} ${node.version}`;
      const argv = [node.path, `ai/${file}`, version, ...Object.keys(TRANSPORTS)];
      const bare = await run(argv);
      const wrapped = await run(argv, { env: preloaded(collector.environment(service)) });

      expect(bare).toMatchObject({ code: 0, stderr: '' });
      expect(wrapped).toEqual(bare);
      // The server over stdio is a process of its own.
      const { spans } = await collector.waitFor(service, got => got.spans.filter(isServer).length >= 12);
      for (const [way, transport] of Object.entries(TRANSPORTS)) {
        const [client, server] = pair(spans, `${way}: tool`);
        expect(client, way).toMatchObject({
          name: 'tools/call weather',
          kind: 'SPAN_KIND_CLIENT',
          attributes: { ...of('weather'), ...transport, 'mcp.protocol.version': expect.any(String) },
        });
        expect(server, way).toMatchObject({
          name: 'tools/call weather',
          parentSpanId: client?.spanId,
          attributes: { ...of('weather'), ...transport },
        });
        const broken = {
          status: { code: 'STATUS_CODE_ERROR' },
          attributes: { ...of('broken'), 'error.type': 'tool_error' },
        };
        expect(pair(spans, `${way}: broken tool`), way).toMatchObject([broken, broken]);
        const refused = {
          name: 'resources/read',
          status: { code: 'STATUS_CODE_ERROR' },
          attributes: { 'error.type': '-32601', 'mcp.resource.uri': 'file:///PRIVATE' },
        };
        const [asking] = pair(spans, `${way}: unknown resource`);
        expect(pair(spans, `${way}: unknown resource`), way).toMatchObject([
          refused,
          { ...refused, kind: 'SPAN_KIND_SERVER', parentSpanId: asking?.spanId },
        ]);
      }
      expect(JSON.stringify(spans).match(/PRIVATE-\w+/g)).toBeNull();
    });
  });
}

function isServer({ scope, kind }: ReceivedSpan): boolean {
  return scope === 'otel-run/mcp' && kind === 'SPAN_KIND_SERVER';
}

/** The requests in the trace of a call: as it was sent, and as it was handled. */
function pair(spans: readonly ReceivedSpan[], call: string): readonly ReceivedSpan[] {
  const root = spans.find(({ name }) => name === call);
  return spans
    .filter(({ traceId, scope }) => traceId === root?.traceId && scope === 'otel-run/mcp')
    .toSorted((one, other) => one.kind.localeCompare(other.kind));
}
