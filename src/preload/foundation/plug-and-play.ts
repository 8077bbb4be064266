import Module, { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Plug'n'Play makes only `require` and `fs` read archives as folders, and no other part of Node.js. */
function isInArchive(path: string): boolean {
  return process.versions.pnp !== undefined && /\.zip[\\/]/.test(path);
}

/**
 * Whether Node.js can import a file. Plug'n'Play provides a loader for archives if a package has ES modules.
 */
export function canBeImported(path: string): boolean {
  return !isInArchive(path) || [process.env.NODE_OPTIONS, ...process.execArgv].some(isArchiveLoader);
}

function isArchiveLoader(options = ''): boolean {
  return options.includes('.pnp.loader.mjs');
}

/**
 * Options for a thread without the application's preloads: only Plug'n'Play can read a file in an archive.
 */
export function archiveReader(file: string): string[] {
  return isInArchive(file) ? ['--require', createRequire(file).resolve('pnpapi')] : [];
}

/** The path of `.pnp.cjs`, or before Yarn 3 `.pnp.js`, among the preloads. */
const PRELOADED = /[^\s"=]*\.pnp\.c?js(?=["\s]|$)/;

/**
 * Loads Plug'n'Play if it is preloaded after otel-run. The hooks load parts of Node.js that keep the `fs`
 * functions of that moment: without Plug'n'Play, they could not read archives for the rest of the process.
 */
export function loadPlugAndPlay(): void {
  if (process.versions.pnp !== undefined) return;
  const [file] = PRELOADED.exec([...process.execArgv, process.env.NODE_OPTIONS].join(' ')) ?? [];
  if (file === undefined) return;
  try {
    // It sets itself up only if Node.js preloads it, and Node.js will now find it already loaded.
    createRequire(import.meta.url)(resolve(file)).setup();
  } catch {
    // Node.js meets the same error right after this and reports it.
  }
}

interface ResolveOptions {
  readonly paths?: readonly string[];
  readonly conditions?: unknown;
}

interface Resolver {
  _resolveFilename(specifier: string, parent: unknown, isMain: boolean, options?: ResolveOptions): string;
}

/**
 * Resolves a `require` as if no hook were registered. With a hook, Node.js passes its conditions, including
 * `module-sync`, to the CommonJS resolver. Yarn's Plug'n'Play, which is that resolver, then finds ES modules
 * that Node.js cannot load from an archive. Before Yarn 4.10, it throws at unknown options.
 */
export function resolveRequireAsBare<Resolved>(next: () => Resolved): Resolved {
  if (process.versions.pnp === undefined) return next();
  const resolver = Module as unknown as Resolver;
  const original = resolver._resolveFilename;
  resolver._resolveFilename = (specifier, parent, isMain, options) =>
    original.call(Module, specifier, parent, isMain, options?.paths && { paths: options.paths });
  try {
    return next();
  } finally {
    resolver._resolveFilename = original;
  }
}
