/** Whether a whole text matches. */
export type Glob = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` stands for any characters, `/` included, and everything else for itself. The time
 * that a match takes grows with the string as a search for a substring does: anyone may have written it, a request's path for one.
 * The same pattern as a regular expression takes time that grows with a power of the text for every further `*`.
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
