/** What clients of generative models are called for in test/fixtures/apps/ai, and the spans that are expected. */
import { expect } from 'vitest';

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

/** Spans as they are compared. */
export interface ExpectedSpan {
  readonly name: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

/** The spans of each call, by client and call: a loop, the requests and tools below it. */
export const AI_CALLS: Readonly<Record<string, readonly ExpectedSpan[]>> = {
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

function failedTool(tool: ExpectedSpan = TOOL) {
  return { ...tool, status: expect.objectContaining({ code: 'STATUS_CODE_ERROR' }) };
}
