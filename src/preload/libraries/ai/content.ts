import type { Attributes } from '@opentelemetry/api';
import { readBoolean } from '../../../config/parse/values.ts';

const CAPTURES = readBoolean(process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, false);

/** Whether prompts and answers are recorded (`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`). */
export function capturesContent(): boolean {
  return CAPTURES;
}

/** A part of a message: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-input-messages.json */
export type Part = Readonly<Record<string, unknown>> & { readonly type: string };

/** A message as the conventions have it, whatever its provider calls things. */
export interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
  readonly finish_reason?: string;
}

/** A text, as a part of a message. */
export function text(content: unknown): Part {
  return { type: 'text', content };
}

/** Attributes with contents as JSON. What cannot be written as JSON is left out. */
export function contentAttributes(contents: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(contents).flatMap(([name, content]) => {
      const json = content === undefined ? undefined : toJson(content);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

function toJson(content: unknown): string | undefined {
  try {
    return typeof content === 'string' ? content : JSON.stringify(content);
  } catch {
    return undefined;
  }
}

/** Texts shorter than this are words of any message. */
const SHORTEST = 4;

const MOST_TEXTS = 1_000;

const DEEPEST = 10;

/** The texts in a value, the longest first: an error is looked through for each. No getter is called. */
export function textsOf(value: unknown): readonly string[] {
  const texts = new Set<string>();
  collect(value, texts, DEEPEST);
  return [...texts].sort((one, other) => other.length - one.length);
}

function collect(value: unknown, texts: Set<string>, depth: number): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST) texts.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null || depth === 0 || texts.size >= MOST_TEXTS) return;
  for (const key of Object.keys(value)) {
    collect(Object.getOwnPropertyDescriptor(value, key)?.value, texts, depth - 1);
  }
}
