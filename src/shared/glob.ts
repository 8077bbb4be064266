/** Whether a whole string matches. */
export type Glob = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` stands for any characters, `/` included, and everything else for itself.
 * The time of a match grows like that of a substring search, because the string may come from anyone, for
 * example in the path of a request. The same pattern as a regular expression would take polynomial time,
 * with a higher power for every `*`.
 */
export function compileGlob(pattern: string): Glob {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return text => text === start;
  const between = rest.filter(part => part !== '');

  return text => {
    const limit = text.length - end.length;
    if (limit < start.length || !text.startsWith(start) || !text.endsWith(end)) return false;
    let position = start.length;
    for (const part of between) {
      const found = text.indexOf(part, position);
      if (found === -1) return false;
      position = found + part.length;
    }
    return position <= limit;
  };
}

/** Whether a string matches one of several patterns; undefined if there are none. */
export function compileGlobs(patterns: readonly string[]): Glob | undefined {
  if (patterns.length === 0) return undefined;
  const globs = patterns.map(compileGlob);
  return text => globs.some(matches => matches(text));
}
