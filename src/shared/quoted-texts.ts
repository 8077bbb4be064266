import { noteQuotedContents } from './content-names.ts';

const OMITTED = '[content]';

/** Shorter strings may be words of any message. */
const SHORTEST = 4;

const MOST_TEXTS = 1_000;

const DEEPEST = 12;

/**
 * Messages that quoted something, in their shown form: an error passes several
 * spans, but only one knows the request.
 */
const known = new Map<string, string>();

const MOST_KNOWN = 200;

/**
 * A message without the strings in a value, because an error may quote the request.
 *
 * @param contents anything; for a JSON string, the strings in it. No getter is called.
 */
export function withoutQuoted(message: string, contents: unknown): string {
  let shown = known.get(message) ?? message;
  for (const text of textsOf(contents)) shown = shown.replaceAll(text, OMITTED);
  if (shown !== message) remember(message, shown);
  return shown;
}

function remember(message: string, shown: string): void {
  noteQuotedContents();
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(message, shown);
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
