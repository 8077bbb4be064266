import { commandsOf } from './shell-words.ts';

/** A command as compose files and Dockerfiles write it: a list of words, or one text, which no shell reads. */
export function toWords(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? commandsOf(value).flat() : [];
}

/** Variables as a map, or as a list of `NAME=value`; a name alone is passed on from outside, and is left out. */
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
