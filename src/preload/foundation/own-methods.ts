/**
 * Copies the current methods of an object's class to the object: an application may replace those of the
 * class.
 */
export function ownMethods<Owner extends object>(owner: Owner): Owner {
  const prototype: object = Object.getPrototypeOf(owner);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    if (typeof value === 'function') Object.defineProperty(owner, name, { value, configurable: true });
  }
  return owner;
}
