import { createRequire, isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { readFileSync } from '../foundation/intrinsics.ts';
import { modulePath } from './imported-modules.ts';
import { packageInPath } from './module-name.ts';

/** An imported module, as instrumentations know it. */
export interface ImportedPackage {
  /** Name of the package or built-in module; the path of a file outside all packages. */
  readonly name: string;
  /** Path of the file, if it is one. */
  readonly file?: string;
  /** Folder of the package. */
  readonly folder?: string;
}

/** @param url the resolved URL of the module */
export function importedPackage(url: string): ImportedPackage {
  if (!url.startsWith('file:')) return { name: builtInName(url) };
  const file = modulePath(url);
  return { file, ...(packageInPath(file) ?? { name: file }) };
}

function builtInName(url: string): string {
  const name = url.replace('node:', '');
  return isBuiltin(name) ? name : url;
}

/**
 * Whether a file of a package was imported as that package: by its name, or from outside by something else
 * that leads to its entry (a path, a URL, a name of `imports`, an alias).
 *
 * @param specifier as written in the import
 */
export function isImportedAsPackage(specifier: string, { name, file, folder }: ImportedPackage): boolean {
  if (folder === undefined || file === undefined) return false;
  if (specifier === name || folder.replaceAll('\\', '/').endsWith(`/${specifier}`)) return true;
  const isFromInside = specifier.startsWith('.') && !specifier.includes('node_modules');
  return !isFromInside && entriesOf(folder).has(file);
}

const entries = new Map<string, ReadonlySet<string>>();

function entriesOf(folder: string): ReadonlySet<string> {
  const known = entries.get(folder) ?? new Set(findEntries(folder));
  entries.set(folder, known);
  return known;
}

/** All files that some way of loading the package starts with. */
function findEntries(folder: string): readonly string[] {
  const manifest = join(folder, 'package.json');
  try {
    const { exports } = JSON.parse(readFileSync(manifest, 'utf8'));
    const files = leaves(exports?.['.'] ?? exports).map(file => join(folder, file));
    return [...files, ...mainOf(manifest)];
  } catch {
    return [];
  }
}

function mainOf(manifest: string): readonly string[] {
  try {
    return [createRequire(manifest).resolve('./')];
  } catch {
    return [];
  }
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** The path of a file inside its package, after the package's name. */
export function pathInside({ name, file = '', folder = '' }: ImportedPackage): string {
  return join(name, relative(folder, file));
}
