/** Replaces a method in a way that does not show where properties are listed: own where it was inherited, else as it was. */
export function hide(target: object, name: string, value: unknown): void {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
}
