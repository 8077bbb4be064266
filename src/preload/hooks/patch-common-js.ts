import { isObject, ownProperty } from './own-properties.ts';

/** A namespace's names for the whole exports of a CommonJS module; the second exists since Node.js 23. */
const WHOLE = ['default', 'module.exports'];

/**
 * Patches an imported CommonJS or built-in module as `require` returns it, and updates every name of the
 * namespace. An instrumentation made for namespaces patches only their names, or expects a class where the
 * namespace is. `import grpc from '@grpc/grpc-js'` takes the default.
 *
 * @param namespace the imported namespace; its names can be given other values
 */
export function patchCommonJs(namespace: object, patch: (exports: object) => unknown): void {
  const exports = Reflect.get(namespace, 'default');
  if (!isObject(exports)) return;
  const patched = patch(exports);
  for (const name of Reflect.ownKeys(namespace)) {
    if (WHOLE.includes(name as string)) show(namespace, name, patched);
    else if (isObject(patched)) showOwn(namespace, name, patched);
  }
}

/** The value of a getter stays as it was at import: calling the getter again may load something, or throw. */
function showOwn(namespace: object, name: PropertyKey, patched: object): void {
  try {
    const property = ownProperty(patched, name);
    if (property && Object.hasOwn(property, 'value')) show(namespace, name, property.value);
  } catch {
    // A proxy may throw.
  }
}

function show(namespace: object, name: PropertyKey, value: unknown): void {
  if (Reflect.get(namespace, name) !== value) Reflect.set(namespace, name, value);
}
