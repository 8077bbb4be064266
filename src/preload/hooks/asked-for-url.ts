/** Where Node.js has the function that modules call, in its versions up to 24 and from 26 on. */
const RESOLVING = /\bObject\.resolve \(node:internal\/modules\/esm\/(?:initialize_import_meta|loader):/;

/** Whether a module calls `import.meta.resolve`: it is to get the URL of the module itself, as against one that imports it. */
export function isAskedForUrl(): boolean {
  return RESOLVING.test(new Error().stack ?? '');
}
