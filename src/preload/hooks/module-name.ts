const PACKAGE_IN_PATH = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;

/**
 * The name that instrumentations know a module by: of a package, also when it is asked for by a path inside of it,
 * or of a built-in module without `node:`.
 *
 * @param specifier what `require` or `import` was given, a path, or a URL
 * @returns undefined for a file of the application itself
 */
export function moduleName(specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return PACKAGE.exec(specifier.slice('node:'.length))?.[0];
  if (specifier.includes('node_modules')) return PACKAGE_IN_PATH.exec(specifier)?.[1]?.replace('\\', '/');
  const first = specifier.charCodeAt(0);
  if (first === DOT || first === SLASH || specifier.startsWith('file:')) return undefined;
  return PACKAGE.exec(specifier)?.[0];
}

const DOT = 46;
const SLASH = 47;
