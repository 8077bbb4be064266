/**
 * An own property of an object. The descriptor has no prototype: anything that an application adds to
 * `Object.prototype` would be read as a part of it (`Object.prototype.get` makes every property an accessor).
 *
 * @throws what a proxy throws
 */
export function ownProperty(owner: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = Reflect.getOwnPropertyDescriptor(owner, key);
  return descriptor && Object.setPrototypeOf(descriptor, null);
}

/** Defines a property, using only the descriptor's own fields. */
export function defineOwn(owner: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
  return Reflect.defineProperty(owner, key, Object.assign(Object.create(null), descriptor));
}

/** Whether a value can have own properties. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
