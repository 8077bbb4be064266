import { isBuiltin } from 'node:module';
import { realName } from './package-aliases.ts';

const PACKAGE_IN_PATH = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;

/**
 * The name by which instrumentations know a module: the name of its package, even if a path inside it was
 * requested, or of a built-in module. A built-in module has no `node:`, unless it only exists with that
 * prefix: `sqlite` is a package, `node:sqlite` is not. A package that is installed under another name is
 * known by its real name.
 *
 * @param specifier the argument of `require` or `import`, a path, or a URL
 * @returns undefined for a file of the application itself
 */
export function moduleName(specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    const name = specifier.slice('node:'.length);
    return PACKAGE.exec(isBuiltin(name) ? name : specifier)?.[0];
  }
  if (specifier.includes('node_modules')) return packageInPath(specifier)?.name;
  const first = specifier.charCodeAt(0);
  if (first === DOT || first === SLASH || specifier.startsWith('file:')) return undefined;
  const name = PACKAGE.exec(specifier)?.[0];
  return name && realName(name);
}

/** The package that a path leads into, and its folder; undefined for a file of the application itself. */
export function packageInPath(path: string): { readonly name: string; readonly folder: string } | undefined {
  const [folder, name] = PACKAGE_IN_PATH.exec(path) ?? [];
  return folder && name ? { name: realName(name.replace('\\', '/')), folder } : undefined;
}

const DOT = 46;
const SLASH = 47;
