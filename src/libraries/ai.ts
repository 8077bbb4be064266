import type { Library } from './library.ts';

const REQUESTS = 'a CLIENT span for each request, with model, tokens and finish reasons, also for streams';

/** Clients of generative AI. Prompts and answers are not in spans unless requested. */
export const AI: readonly Library[] = [
  {
    name: 'openai',
    kind: 'ai',
    source: 'patch',
    targets: { openai: ['>=4.19.0 <8'] },
    arrives: REQUESTS,
    scopes: ['@opentelemetry/instrumentation-openai'],
  },
  {
    name: 'anthropic',
    kind: 'ai',
    source: 'patch',
    targets: { '@anthropic-ai/sdk': ['>=0.30.0 <2'] },
    arrives: REQUESTS,
  },
  {
    name: 'google-genai',
    kind: 'ai',
    source: 'patch',
    targets: { '@google/genai': ['>=1.0.0 <4'] },
    arrives: REQUESTS,
  },
  {
    name: 'ai',
    kind: 'ai',
    source: 'channel',
    targets: { ai: ['>=6.0.0 <8'] },
    arrives: 'spans of requests, tools and agents',
  },
  {
    name: 'mcp',
    kind: 'ai',
    source: 'patch',
    targets: {
      '@modelcontextprotocol/sdk': ['>=1.10.0 <2'],
      '@modelcontextprotocol/client': ['>=2.0.0 <3'],
      '@modelcontextprotocol/server': ['>=2.0.0 <3'],
    },
    arrives:
      'CLIENT and SERVER spans of requests such as `tools/call <tool>`, joined into one trace through `_meta`',
  },
];
