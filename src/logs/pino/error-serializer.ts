/** Whether a serializer has the name of pino's own one for errors. */
export function isErrorSerializer(serializer: unknown): boolean {
  return typeof serializer === 'function' && /^err(?:WithCause)?Serializer$/.test(serializer.name);
}

/**
 * Whether a serializer is pino's own one for errors and its result is unchanged. Then the error itself
 * contains more. Only `raw`, which holds the error, identifies the result across copies of
 * pino-std-serializers.
 */
export function isStandardError(serializer: unknown, raw: unknown, result: unknown): boolean {
  if (!isErrorSerializer(serializer)) return false;
  return typeof result === 'object' && result !== null && Reflect.get(result, 'raw') === raw;
}
