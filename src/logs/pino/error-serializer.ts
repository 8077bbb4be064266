/** Whether a serializer has the name of pino's own for errors. */
export function isErrorSerializer(serializer: unknown): boolean {
  return typeof serializer === 'function' && /^err(?:WithCause)?Serializer$/.test(serializer.name);
}

/**
 * Whether a serializer is pino's own for errors and nobody changed its result: the error itself then says more. Copies
 * of pino-std-serializers know each other by nothing but `raw`, which keeps the error.
 */
export function isStandardError(serializer: unknown, raw: unknown, result: unknown): boolean {
  if (!isErrorSerializer(serializer)) return false;
  return typeof result === 'object' && result !== null && Reflect.get(result, 'raw') === raw;
}
