import { isObject, ownProperty } from './own-properties.ts';

/** Names by which a namespace shows what a CommonJS module exports as a whole; the second since Node.js 23. */
const WHOLE = ['default', 'module.exports'];

/**
 * Patches an imported CommonJS or built-in module as `require` has it, and shows the outcome by each name of the
 * namespace. An instrumentation that knows namespaces patches their names alone, or reaches for a class where the
 * namespace is; `import grpc from '@grpc/grpc-js'` takes the default.
 *
 * @param namespace what is imported; it takes other values for the names that it has
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

/** What a getter gives stays what it gave when the module was imported: calling it again may load, or throw. */
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
