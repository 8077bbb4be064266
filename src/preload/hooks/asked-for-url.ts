/** The frame of the function that modules call, in Node.js up to 24 and from 26 on. */
const RESOLVING = /\bObject\.resolve \(node:internal\/modules\/esm\/(?:initialize_import_meta|loader):/;

/**
 * Whether a module calls `import.meta.resolve`, which returns the plain URL of a module, unlike an import.
 */
export function isAskedForUrl(): boolean {
  return RESOLVING.test(new Error().stack ?? '');
}
