/** A prefix with a pattern behind it: a slash that one ends and the other begins with is one, and `/` adds nothing. */
export function joined(prefix: string, pattern: string): string {
  if (pattern === '/') return prefix;
  return prefix.endsWith('/') && pattern.startsWith('/') ? prefix + pattern.slice(1) : prefix + pattern;
}
