import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';
import { AI_CALLS } from './ai-calls.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const LIBRARIES = ['openai', 'anthropic', 'google', 'ai'];

/** Majors of each library, by the folder that has them, and the Node.js that they run on. */
const MAJORS = [
  { majors: 'the newest majors', folder: 'ai', major: 22 },
  { majors: 'the majors before', folder: 'ai/previous', major: 20 },
];

const WAYS = [
  { way: 'require', file: 'by-require.cjs' },
  { way: 'import', file: 'by-import.mjs' },
];

const CASES = MAJORS.flatMap(majors => WAYS.map(ways => ({ ...majors, ...ways })));

/** Only requests to a model for which an answer in parts was asked. */
const isStreamed = (call: string, { attributes }: ReceivedSpan) =>
  /stream/.test(call) && attributes['gen_ai.operation.name'] === 'chat';

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    const cases = CASES.filter(({ major }) => isAtLeast(node, major));

    it.each(cases)('calls of clients by $way, $majors, have one span each', async ({ folder, file }) => {
      const { bare, wrapped, received } = await runTwice(node, folder, file, { LOG_ERRORS: 'true' });

      expect(wrapped).toEqual(bare);
      expect(Object.keys(JSON.parse(bare.stdout))).toEqual(Object.keys(AI_CALLS));
      for (const [call, expected] of Object.entries(AI_CALLS)) {
        const spans = operationsBelow(call, received);
        expect(spans, call).toMatchObject(expected);
        expect(spans, call).toHaveLength(expected.length);
        const requests = spans.filter(span => !isOfTool(span, spans));
        for (const span of spans)
          expect(span.attributes['gen_ai.request.stream'], call).toBe(
            (requests.includes(span) && isStreamed(call, span)) || undefined,
          );
        const [first, ...others] = requests;
        const isAgent = first?.attributes['gen_ai.operation.name'] === 'invoke_agent';
        const above = isAgent ? first.spanId : first?.parentSpanId;
        for (const { parentSpanId } of others) expect(parentSpanId, call).toBe(above);
      }
      // The HTTP request of a call is no second span of it; only what is switched off has one.
      const ofHttp = received.spans.filter(({ scope }) => /instrumentation-(?:http|undici)$/.test(scope));
      const off = received.spans.find(({ name }) => name === 'ai: switched off');
      const clients = ofHttp.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT');
      expect(clients.map(({ parentSpanId }) => parentSpanId)).toEqual([off?.spanId]);
      // It still leads the provider to the call.
      const calls = new Set(received.spans.map(({ spanId }) => spanId));
      expect(ofHttp.filter(({ parentSpanId }) => !calls.has(`${parentSpanId}`))).toEqual([]);
      const failures = received.logs.filter(({ body }) => String(body).startsWith('failed: '));
      expect(failures.length).toBeGreaterThanOrEqual(9);
      expect(contentsIn(received)).toEqual([]);
    });

    it('what is said is recorded where that is asked for', async () => {
      const env = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' };
      const { received } = await runTwice(node, 'ai/previous', 'by-require.cjs', env);

      const asked = [{ role: 'user', parts: [{ type: 'text', content: 'PRIVATE-PROMPT' }] }];
      const answered = { role: 'assistant', parts: [{ type: 'text', content: 'PRIVATE-ANSWER' }] };
      for (const call of ['openai: responses', 'anthropic: messages', 'google: generate']) {
        const [span] = operationsBelow(call, received);
        expect(contentOf(span, 'input.messages'), call).toEqual(asked);
        expect(contentOf(span, 'system_instructions'), call).toEqual(asked[0]?.parts);
        expect(contentOf(span, 'output.messages'), call).toMatchObject([answered]);
      }
      const [streamed] = operationsBelow('openai: chat, stream', received);
      expect(contentOf(streamed, 'output.messages')).toEqual([{ ...answered, finish_reason: 'stop' }]);
    });

    it('requests and tokens are measured by provider, model and operation', async () => {
      const env = { OTEL_METRICS_EXPORTER: 'otlp' };
      const { received } = await runTwice(node, 'ai/previous', 'by-import.mjs', env);

      const by = (name: string) =>
        received.metrics.filter(metric => metric.name === name).flatMap(({ points }) => points);
      const chats = {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude',
      };
      const usage = by('gen_ai.client.token.usage').map(({ attributes }) => attributes);
      expect(usage).toContainEqual({ ...chats, 'gen_ai.token.type': 'input' });
      expect(usage).toContainEqual({ ...chats, 'gen_ai.token.type': 'output' });
      const durations = by('gen_ai.client.operation.duration').map(({ attributes }) => attributes);
      expect(durations).toContainEqual(chats);
      expect(durations).toContainEqual({
        ...chats,
        'gen_ai.request.model': 'none',
        'error.type': 'BadRequestError',
      });
      expect(contentsIn(received)).toEqual([]);
    });
  });
}

/** A tool may ask, too. */
function isOfTool({ parentSpanId }: ReceivedSpan, spans: readonly ReceivedSpan[]): boolean {
  const above = spans.find(({ spanId }) => spanId === parentSpanId);
  return above?.attributes['gen_ai.operation.name'] === 'execute_tool';
}

function contentsIn(received: Received): readonly string[] {
  return JSON.stringify(received).match(/PRIVATE-\w+/g) ?? [];
}

/** What a span holds of what was said. */
function contentOf(span: ReceivedSpan | undefined, name: string): unknown {
  return JSON.parse(String(span?.attributes[`gen_ai.${name}`]));
}

/** Spans begin in one millisecond. */
const IN_ORDER = ['invoke_agent', 'chat', 'embeddings', 'execute_tool'];

const rank = ({ attributes }: ReceivedSpan) => IN_ORDER.indexOf(String(attributes['gen_ai.operation.name']));

/** Operations of generative AI below the span of a call, those of a kind in the order of their start. */
function operationsBelow(call: string, { spans }: Received): readonly ReceivedSpan[] {
  const root = spans.find(({ name }) => name === call);
  return spans
    .filter(({ traceId, attributes }) => traceId === root?.traceId && 'gen_ai.operation.name' in attributes)
    .toSorted(
      (one, other) => rank(one) - rank(other) || Number(BigInt(one.startTime) - BigInt(other.startTime)),
    );
}

async function runTwice(
  node: Node,
  folder: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ bare: Ended; wrapped: Ended; received: Received }> {
  const service = `${folder} ${file} ${node.version} ${JSON.stringify(env)}`;
  const argv = [node.path, '--no-warnings', `${folder}/${file}`, ...LIBRARIES];
  const [bare, wrapped] = await Promise.all([
    run(argv),
    run(argv, { env: { ...preloaded(collector.environment(service)), ...env } }),
  ]);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  const calls = Object.keys(AI_CALLS).length;
  const received = await collector.waitFor(
    service,
    ({ spans, logs }) =>
      spans.filter(({ scope }) => scope === 'app').length >= calls &&
      (!env.LOG_ERRORS || logs.some(({ body }) => body === 'all called')),
  );
  return { bare, wrapped, received };
}
