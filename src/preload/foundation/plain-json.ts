const { prototype: ofObjects } = Object;

/** Without a prototype: the application may have given all objects a `get`, too. */
const NOTHING: PropertyDescriptor = Object.assign(Object.create(null), { value: undefined });

/**
 * A copy of a value in which no object and no list inherits a `toJSON`, which the application gave to all of them.
 * Instances, which may have their own, stay as they are.
 */
export function withoutInherited(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isList = Array.isArray(value);
  const prototype = Reflect.getPrototypeOf(value);
  if (!isList && prototype !== ofObjects && prototype !== null) return value;
  const copy = isList ? Object.defineProperty([], 'toJSON', NOTHING) : Object.create(null);
  for (const name of Object.keys(value)) copy[name] = withoutInherited(Reflect.get(value, name));
  return copy;
}
