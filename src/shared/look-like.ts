/**
 * Gives a function the name and the number of parameters of the one that it replaces. Some libraries read them: a
 * framework may tell an error handler by its four parameters.
 */
export function lookLike<Replacement extends object>(
  replacement: Replacement,
  original: object,
): Replacement {
  for (const property of ['name', 'length']) {
    const value: unknown = Reflect.getOwnPropertyDescriptor(original, property)?.value;
    if (value !== undefined) Reflect.defineProperty(replacement, property, { value, configurable: true });
  }
  return replacement;
}
