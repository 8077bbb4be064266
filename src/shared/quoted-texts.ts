import { noteQuotedContents } from './content-names.ts';
import { ShownForms } from './shown-forms.ts';

const OMITTED = '[content]';

/** Shorter strings may be words of any message. */
const SHORTEST = 4;

const MOST_TEXTS = 1_000;

const DEEPEST = 12;

const known = new ShownForms();

/**
 * A message without the strings in a value, because an error may quote the request.
 *
 * @param contents anything; for a JSON string, the strings in it. No getter is called.
 */
export function withoutQuoted(message: string, contents: unknown): string {
  let shown = known.of(message);
  for (const text of textsOf(contents)) shown = shown.replaceAll(text, OMITTED);
  if (shown !== message) noteShown(message, shown);
  return shown;
}

/** A text without what the messages of errors before it quoted. */
export function withoutKnown(text: string): string {
  return known.of(text);
}

/** Hides a message that may quote anything. */
export function hideMessage(message: string): void {
  noteShown(message, OMITTED);
}

function noteShown(message: string, shown: string): void {
  noteQuotedContents();
  known.note(message, shown);
}

/** Longest first, because one may be part of another. */
function textsOf(value: unknown): readonly string[] {
  const texts = new Set<string>();
  collect(value, texts, DEEPEST);
  return [...texts].sort((one, other) => other.length - one.length);
}

function collect(value: unknown, texts: Set<string>, depth: number): void {
  if (depth === 0 || texts.size >= MOST_TEXTS) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST) texts.add(value);
    if (/^\s*[[{"]/.test(value)) collect(parsed(value), texts, depth - 1);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    collect(Object.getOwnPropertyDescriptor(value, key)?.value, texts, depth - 1);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
