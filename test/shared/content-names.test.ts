import { describe, expect, it } from 'vitest';
import { isContent } from '../../src/shared/content-names.ts';
import { withoutQuoted } from '../../src/shared/quoted-texts.ts';

const CONTENTS = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.prompt',
  'gen_ai.prompt.0.content',
  'gen_ai.completion.0.tool_calls.0.arguments',
  'gen_ai.content.prompt',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'ai.prompt',
  'ai.prompt.messages',
  'ai.response.text',
  'ai.response.object',
  'ai.response.toolCalls',
  'ai.toolCall.args',
  'ai.toolCall.result',
  'ai.value',
  'ai.values',
  'ai.embeddings',
  'anthropic.tool_result.content',
  'traceloop.entity.output',
  'llm.input_messages.0.message.content',
];

const OTHERS = [
  'gen_ai.request.model',
  'gen_ai.prompt.name',
  'gen_ai.tool.name',
  'gen_ai.tool.call.id',
  'gen_ai.usage.input_tokens',
  'ai.response.id',
  'ai.response.finishReason',
  'ai.toolCall.name',
  'ai.usage.promptTokens',
  'ai.model.id',
  'main.prompt',
  'prompt',
];

describe('attributes', () => {
  it.each(CONTENTS)('%s holds what is said', name => expect(isContent(name)).toBe(true));

  it.each(OTHERS)('%s does not', name => expect(isContent(name)).toBe(false));
});

const MESSAGES = [
  { what: 'a text', contents: 'the prompt', message: 'no: the prompt', shown: 'no: [content]' },
  {
    what: 'a text in JSON',
    contents: '[{"content":"say \\"hi\\""}]',
    message: 'no: say "hi"',
    shown: 'no: [content]',
  },
  {
    what: 'the longer of two',
    contents: ['Oslo', 'Oslo, Norway'],
    message: 'in Oslo, Norway',
    shown: 'in [content]',
  },
  { what: 'no short word', contents: ['a', 'no'], message: 'a no', shown: 'a no' },
  { what: 'nothing', contents: undefined, message: 'out of range', shown: 'out of range' },
];

describe('a message without what it quotes', () => {
  it.each(MESSAGES)('lacks $what', ({ contents, message, shown }) =>
    expect(withoutQuoted(message, contents)).toBe(shown),
  );

  it('lacks it again where nobody knows any more what was asked', () => {
    withoutQuoted('refused: a secret plan', 'a secret plan');

    expect(withoutQuoted('refused: a secret plan', undefined)).toBe('refused: [content]');
  });
});
