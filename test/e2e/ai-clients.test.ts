import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';

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

const SERVER = { 'server.address': '127.0.0.1', 'server.port': expect.any(Number) };

const chat = (provider: string, model: string, more: object = {}) => ({
  name: `chat ${model}`,
  kind: 'SPAN_KIND_CLIENT',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    ...more,
  },
});

const USED = { 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': 5 };

const gpt = (more: object = {}) =>
  chat('openai', 'gpt', {
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'gpt-2026',
    'gen_ai.response.finish_reasons': ['stop'],
    ...more,
  });

const ASKED = { 'gen_ai.request.temperature': 0.5, 'gen_ai.request.max_tokens': 9 };

const ASKED_OF_GPT = {
  ...ASKED,
  ...SERVER,
  'gen_ai.request.top_p': 0.25,
  'gen_ai.request.stop_sequences': ['END'],
};

const CALLED = { 'gen_ai.response.finish_reasons': ['tool_calls'] };

const claude = (more: object = {}) =>
  chat('anthropic', 'claude', {
    ...ASKED,
    ...SERVER,
    'gen_ai.response.id': 'msg-1',
    'gen_ai.response.model': 'claude-2026',
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': 5,
    'gen_ai.usage.output_tokens': 5,
    'gen_ai.usage.cache_read.input_tokens': 2,
    ...more,
  });

const gemini = (more: object = {}) =>
  chat('gcp.gemini', 'gemini', {
    ...SERVER,
    ...USED,
    'gen_ai.response.id': 'gen-1',
    'gen_ai.response.model': 'gemini-2026',
    'gen_ai.response.finish_reasons': ['STOP'],
    ...more,
  });

const failed = (span: ReturnType<typeof chat>, message: string, type: string) => ({
  ...span,
  status: { code: 'STATUS_CODE_ERROR', message: expect.stringContaining(message) },
  attributes: { ...span.attributes, 'error.type': type },
});

const embeddings = (provider: string, more: object = {}) => ({
  name: 'embeddings embedder',
  kind: 'SPAN_KIND_CLIENT',
  attributes: { 'gen_ai.operation.name': 'embeddings', 'gen_ai.provider.name': provider, ...more },
});

/** Only requests to a model for which an answer in parts was asked. */
const isStreamed = (call: string, { attributes }: ReceivedSpan) =>
  /stream/.test(call) && attributes['gen_ai.operation.name'] === 'chat';

const agent = (name?: string) => ({
  name: name ? `invoke_agent ${name}` : 'invoke_agent',
  kind: 'SPAN_KIND_INTERNAL',
  attributes: { 'gen_ai.operation.name': 'invoke_agent', ...(name && { 'gen_ai.agent.name': name }) },
});

const TOOL = {
  name: 'execute_tool weather',
  kind: 'SPAN_KIND_INTERNAL',
  attributes: {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'weather',
    'gen_ai.tool.call.id': 'call-1',
  },
};

/** The AI SDK's own word for it. */
const CALLED_BY_AI = { 'gen_ai.response.finish_reasons': ['tool-calls'] };

const LOOP = [gpt(CALLED_BY_AI), gpt(USED), TOOL];

/** The spans of each call: a loop, the requests and tools below it. */
const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  'openai: chat': [gpt({ ...ASKED_OF_GPT, ...USED })],
  'openai: chat, awaited later': [gpt(USED)],
  'openai: chat, withResponse': [gpt(USED)],
  'openai: chat, asResponse': [chat('openai', 'gpt')],
  'openai: chat, parse': [gpt(USED)],
  'openai: chat, tools': [gpt({ ...USED, ...CALLED })],
  'openai: chat, tools called': [gpt(CALLED), gpt(USED), calledTool()],
  'openai: chat, stream': [gpt()],
  'openai: chat, stream with usage': [gpt({ ...USED })],
  'openai: chat, stream of tools': [gpt({ ...CALLED })],
  'openai: chat, stream helper': [gpt()],
  'openai: chat, stream split': [gpt()],
  'openai: chat, stream never read': [chat('openai', 'gpt')],
  'openai: chat, of Azure': [chat('azure.ai.openai', 'gpt', SERVER)],
  'openai: chat, stream left': [chat('openai', 'gpt')],
  'openai: chat, stream aborted': [chat('openai', 'endless')],
  'openai: chat, stream broken': [failed(chat('openai', 'broken'), 'terminated', 'TypeError')],
  'openai: chat, error': [failed(chat('openai', 'none'), 'no model for [content]', 'BadRequestError')],
  'openai: chat, no server': [failed(chat('openai', 'gpt'), 'Connection error', 'APIConnectionError')],
  'openai: responses': [
    gpt({ ...USED, 'gen_ai.response.id': 'resp-1', 'gen_ai.usage.cache_read.input_tokens': 2 }),
  ],
  'openai: responses, stream': [gpt({ ...USED, 'gen_ai.response.id': 'resp-1' })],
  'openai: responses, tools': [gpt({ ...USED, ...CALLED, 'gen_ai.response.id': 'resp-1' })],
  'openai: responses, stream of tools': [gpt({ ...USED, ...CALLED, 'gen_ai.response.id': 'resp-1' })],
  'openai: responses, stream helper': [gpt({ ...USED, 'gen_ai.response.id': 'resp-1' })],
  'openai: responses, parse': [gpt({ ...USED, 'gen_ai.response.id': 'resp-1' })],
  'openai: responses, error': [failed(chat('openai', 'none'), 'no model for [content]', 'BadRequestError')],
  'openai: embeddings': [
    embeddings('openai', {
      ...SERVER,
      'gen_ai.request.encoding_formats': ['float'],
      'gen_ai.response.model': 'embedder-2026',
      'gen_ai.usage.input_tokens': 4,
    }),
  ],
  'anthropic: messages': [claude()],
  'anthropic: messages, withResponse': [claude()],
  'anthropic: messages, asResponse': [chat('anthropic', 'claude')],
  'anthropic: messages, tools': [claude({ 'gen_ai.response.finish_reasons': ['tool_use'] })],
  'anthropic: messages, stream': [claude()],
  'anthropic: messages, stream of tools': [claude({ 'gen_ai.response.finish_reasons': ['tool_use'] })],
  'anthropic: messages, stream helper': [claude()],
  'anthropic: messages, stream never read': [chat('anthropic', 'claude')],
  'anthropic: messages, stream left': [chat('anthropic', 'claude')],
  'anthropic: messages, stream aborted': [chat('anthropic', 'endless')],
  'anthropic: messages, stream broken': [failed(chat('anthropic', 'broken'), 'terminated', 'TypeError')],
  'anthropic: messages, beta': [claude()],
  'anthropic: messages, beta stream of tools': [claude({ 'gen_ai.response.finish_reasons': ['tool_use'] })],
  'anthropic: messages, beta stream helper': [claude()],
  'anthropic: messages, beta tools called': [
    agent(),
    claude({ 'gen_ai.response.finish_reasons': ['tool_use'] }),
    claude(),
    calledTool('toolu-1'),
  ],
  'anthropic: messages, error': [failed(chat('anthropic', 'none'), '[content]', 'BadRequestError')],
  'google: generate': [gemini({ ...ASKED, 'gen_ai.request.top_p': 0.25 })],
  'google: generate, tools': [gemini()],
  'google: generate, stream': [gemini()],
  'google: generate, stream never read': [chat('gcp.gemini', 'gemini')],
  'google: generate, stream left': [chat('gcp.gemini', 'gemini')],
  'google: generate, stream broken': [failed(chat('gcp.gemini', 'broken'), 'terminated', 'TypeError')],
  'google: generate, in a chat': [gemini()],
  'google: generate, tools called': [gemini(), gemini(), calledTool()],
  'google: generate, stream of tools called': [gemini(), gemini(), calledTool()],
  'google: generate, failing tool': [gemini(), failedTool(calledTool())],
  'google: generate, error': [failed(chat('gcp.gemini', 'none'), '[content]', '400')],
  'google: embeddings': [embeddings('gcp.gemini', SERVER)],
  'ai: generateText': [gpt({ ...ASKED, ...USED, ...SERVER })],
  'ai: generateText, tools': [agent('forecaster'), ...LOOP],
  'ai: generateText, failing tool': [agent(), gpt(CALLED_BY_AI), gpt(USED), failedTool()],
  'ai: generateText, error': [failed(chat('openai', 'none', SERVER), '[content]', expect.any(String))],
  'ai: generateObject': [gpt({ ...ASKED, ...USED })],
  'ai: generateObject, no object': [chat('openai', 'gpt')],
  'ai: streamText': [gpt({ ...ASKED, ...USED, ...SERVER })],
  'ai: streamText, tools': [agent(), ...LOOP],
  'ai: streamText, asking tool': [agent(), gpt(CALLED_BY_AI), gpt({ ...ASKED, ...USED }), gpt(USED), TOOL],
  'ai: streamText, error': [failed(chat('openai', 'none'), '[content]', expect.any(String))],
  'ai: streamText, aborted': [chat('openai', 'endless')],
  'ai: streamObject': [gpt({ ...ASKED, ...USED })],
  'ai: embed': [embeddings('openai', { ...SERVER, 'gen_ai.usage.input_tokens': 4 })],
  'ai: embedMany': [embeddings('openai', { ...SERVER, 'gen_ai.usage.input_tokens': 4 })],
  'ai: switched off': [],
  'ai: agent': [agent('forecaster'), ...LOOP],
  'ai: agent, stream': [agent('forecaster'), ...LOOP],
};

/** OpenAI's client, and Google's model, do not tell a tool which call it is. */
function calledTool(id?: string) {
  const { 'gen_ai.tool.call.id': _, ...attributes } = TOOL.attributes;
  return { ...TOOL, attributes: { ...attributes, ...(id && { 'gen_ai.tool.call.id': id }) } };
}

function failedTool(tool: object = TOOL) {
  return { ...tool, status: expect.objectContaining({ code: 'STATUS_CODE_ERROR' }) };
}

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    const cases = CASES.filter(({ major }) => isAtLeast(node, major));

    it.each(cases)('calls of clients by $way, $majors, have one span each', async ({ folder, file }) => {
      const { bare, wrapped, received } = await runTwice(node, folder, file, { LOG_ERRORS: 'true' });

      expect(wrapped).toEqual(bare);
      expect(Object.keys(JSON.parse(bare.stdout))).toEqual(Object.keys(EXPECTED));
      for (const [call, expected] of Object.entries(EXPECTED)) {
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
  const calls = Object.keys(EXPECTED).length;
  const received = await collector.waitFor(
    service,
    ({ spans, logs }) =>
      spans.filter(({ scope }) => scope === 'app').length >= calls &&
      (!env.LOG_ERRORS || logs.some(({ body }) => body === 'all called')),
  );
  return { bare, wrapped, received };
}
