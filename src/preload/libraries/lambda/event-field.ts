/** A field of a value that may not be an object. If an application invokes itself, a getter may throw. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The value if it is a string. */
export function eventText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
