/**
 * The exports of an ES module in a bundle, in the shape that `import-in-the-middle` gives to
 * instrumentations: a proxy that reads each export live and can replace it.
 *
 * @param accessors a getter for each name, and a setter if it can be replaced
 * @param stars modules that it exports as a whole
 */
export function announcedNamespace(accessors: object, stars: readonly object[]): object {
  const sourceOf = (name: PropertyKey) =>
    [accessors, ...(name === 'default' ? [] : stars)].find(source => name in source);
  const names = () => [
    ...new Set([
      ...Object.keys(accessors),
      ...stars.flatMap(star => Object.keys(star)).filter(name => name !== 'default'),
    ]),
  ];
  const isExport = (name: PropertyKey) => typeof name === 'string' && sourceOf(name) !== undefined;
  const get = (name: PropertyKey) => Reflect.get(sourceOf(name) ?? {}, name);
  // Another module's export cannot be replaced, which loses nothing as long as it stays the same.
  const set = (target: object, name: PropertyKey, value: unknown) =>
    isExport(name)
      ? Object.is(get(name), value) || Reflect.set(accessors, name, value)
      : Reflect.set(target, name, value);
  // Properties that an instrumentation adds are kept in the target.
  const target = Object.create(null, { [Symbol.toStringTag]: { value: 'Module', configurable: true } });
  return new Proxy(target, {
    get: (target, name) => (isExport(name) ? get(name) : Reflect.get(target, name)),
    has: (target, name) => isExport(name) || Reflect.has(target, name),
    ownKeys: target => [...new Set([...names(), ...Reflect.ownKeys(target)])],
    getOwnPropertyDescriptor: (target, name) =>
      isExport(name)
        ? { value: get(name), writable: true, enumerable: true, configurable: true }
        : Reflect.getOwnPropertyDescriptor(target, name),
    set,
    defineProperty: (target, name, descriptor) =>
      'value' in descriptor && set(target, name, descriptor.value),
  });
}
