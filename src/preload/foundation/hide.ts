type Method = (...values: never[]) => unknown;

/** Puts a method in place of another, under its name and with its length, not listed where it was not. */
export function hide(target: object, name: string, replacement: Method): void {
  const original: Method = Reflect.get(target, name);
  for (const property of ['name', 'length'] as const) {
    Object.defineProperty(replacement, property, { value: original[property], configurable: true });
  }
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable,
  });
}
