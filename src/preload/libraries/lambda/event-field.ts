/** A field of what may be no object; a getter of what an application invokes itself with may throw. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A value that is text; nothing else. */
export function eventText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
