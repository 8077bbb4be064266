import { commandsOf } from './shell-words.ts';

/** A command in compose files and Dockerfiles: a list of words, or one string that is not read by a shell. */
export function toWords(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? commandsOf(value).flat() : [];
}

/**
 * Variables as a map, or as a list of `NAME=value`. A name without a value is passed
 * on from outside, and left out here.
 */
export function toEnvironment(value: unknown): Readonly<Record<string, string>> {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map(entry => String(entry).split(/=(.*)/s) as [string, string | undefined])
    : Object.entries(Object(value));
  return Object.fromEntries(
    entries.flatMap(([name, text]) =>
      text === undefined || text === null ? [] : [[name, String(text).replace(/^(["'])(.*)\1$/s, '$2')]],
    ),
  );
}
