import Module from 'node:module';
import { dirname, join } from 'node:path';
import { moduleName } from './module-name.ts';

/**
 * The package or built-in module that a `require` call refers to. For a file inside a package, that is the
 * package: if the package's entry was imported, it is noticed when its first file requires the next one, in
 * time for instrumentations that change files inside it.
 *
 * @returns undefined for a file of the application itself
 */
export function requiredModule(specifier: string, requiring: NodeJS.Module): string | undefined {
  if (specifier.startsWith('#')) return moduleName(resolved(specifier, requiring));
  const name = moduleName(specifier);
  const file = requiring.filename;
  if (name !== undefined || !specifier.startsWith('.') || !file?.includes('node_modules')) return name;
  return moduleName(specifier.startsWith('..') ? join(dirname(file), specifier) : file);
}

type Resolve = (specifier: string, requiring: NodeJS.Module) => string;

/**
 * The target according to a package's `imports`; empty if there is none, which Node.js reports to the caller.
 */
function resolved(specifier: string, requiring: NodeJS.Module): string {
  try {
    return (Module as unknown as { _resolveFilename: Resolve })._resolveFilename(specifier, requiring);
  } catch {
    return '/';
  }
}
