/** Joins a prefix and a pattern. Adjacent slashes become one, and `/` adds nothing. */
export function joined(prefix: string, pattern: string): string {
  if (pattern === '/') return prefix;
  return prefix.endsWith('/') && pattern.startsWith('/') ? prefix + pattern.slice(1) : prefix + pattern;
}
