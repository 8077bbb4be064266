import { type GenAiMessage, type Part, textPart } from './content.ts';

/** A part of a message, in the AI SDK's form. */
export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly toolCallId?: unknown;
  readonly toolName?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
}

/** Messages of the AI SDK in the conventions' form. */
export function toGenAiMessages(messages: unknown): readonly GenAiMessage[] | undefined {
  return Array.isArray(messages)
    ? messages.map(({ role, content }) => ({ role, parts: toGenAiParts(content) }))
    : undefined;
}

/** The parts of one message. */
export function toGenAiParts(content: unknown): readonly Part[] {
  if (typeof content === 'string') return [textPart(content)];
  return Array.isArray(content) ? content.map(toGenAiPart) : [];
}

/** One part of a message: text, a tool call or its result. */
export function toGenAiPart({
  type,
  text: told,
  toolCallId: id,
  toolName: name,
  input,
  output,
}: ContentPart): Part {
  if (type === 'text' || type === 'reasoning') return { type, content: told };
  if (type === 'tool-call') return { type: 'tool_call', id, name, arguments: input };
  return type === 'tool-result' ? { type: 'tool_call_response', id, response: output } : { type };
}
