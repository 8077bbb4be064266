import type { Attributes } from '@opentelemetry/api';

/** A part of a message: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-input-messages.json */
export type Part = Readonly<Record<string, unknown>> & { readonly type: string };

/** A message in the conventions' form, whatever its provider's names are. */
export interface GenAiMessage {
  readonly role: string;
  readonly parts: readonly Part[];
  readonly finish_reason?: string;
}

/** Text as a part of a message. */
export function textPart(content: unknown): Part {
  return { type: 'text', content };
}

/** Attributes with contents as JSON. Values that cannot be written as JSON are left out. */
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
