import { isBuiltin } from 'node:module';

const PACKAGE_IN_PATH = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;

/**
 * The name that instrumentations know a module by: of a package, also when it is asked for by a path inside of it,
 * or of a built-in module, without `node:` unless only that leads to it: `sqlite` is a package, `node:sqlite` is not.
 *
 * @param specifier what `require` or `import` was given, a path, or a URL
 * @returns undefined for a file of the application itself
 */
export function moduleName(specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    const name = specifier.slice('node:'.length);
    return PACKAGE.exec(isBuiltin(name) ? name : specifier)?.[0];
  }
  if (specifier.includes('node_modules')) return PACKAGE_IN_PATH.exec(specifier)?.[1]?.replace('\\', '/');
  const first = specifier.charCodeAt(0);
  if (first === DOT || first === SLASH || specifier.startsWith('file:')) return undefined;
  return PACKAGE.exec(specifier)?.[0];
}

const DOT = 46;
const SLASH = 47;
