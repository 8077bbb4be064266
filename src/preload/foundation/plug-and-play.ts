import Module, { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Plug'n'Play makes `require` and `fs` read archives as if they were folders, and no other part of Node.js. */
function isInArchive(path: string): boolean {
  return process.versions.pnp !== undefined && /\.zip[\\/]/.test(path);
}

/** Whether Node.js can import a file: Plug'n'Play has a loader for archives, where a package has ES modules. */
export function canBeImported(path: string): boolean {
  return !isInArchive(path) || [process.env.NODE_OPTIONS, ...process.execArgv].some(isArchiveLoader);
}

function isArchiveLoader(options = ''): boolean {
  return options.includes('.pnp.loader.mjs');
}

/** Options for a thread without the application's preloads that runs a file: in an archive only Plug'n'Play reads it. */
export function archiveReader(file: string): string[] {
  return isInArchive(file) ? ['--require', createRequire(file).resolve('pnpapi')] : [];
}

/** The path of `.pnp.cjs`, or of `.pnp.js` before Yarn 3, in what is preloaded. */
const PRELOADED = /[^\s"=]*\.pnp\.c?js(?=["\s]|$)/;

/**
 * Loads Plug'n'Play where it is preloaded behind otel-run: parts of Node.js that hooks bring along take functions of
 * `fs` as they are then, which would read no archives for the rest of the process.
 */
export function loadPlugAndPlay(): void {
  if (process.versions.pnp !== undefined) return;
  const [file] = PRELOADED.exec([...process.execArgv, process.env.NODE_OPTIONS].join(' ')) ?? [];
  if (file === undefined) return;
  try {
    // It sets itself up only where Node.js preloads it, which then finds it loaded.
    createRequire(import.meta.url)(resolve(file)).setup();
  } catch {
    // Node.js meets the same error right after this, and says it.
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
 * Resolves a `require` as if no hook were registered. Once there is one, Node.js hands its conditions to the resolver
 * of CommonJS, `module-sync` among them. Yarn's Plug'n'Play, which is that resolver, then finds ES modules that Node.js
 * cannot load from an archive; before Yarn 4.10 it throws at any option that it does not know.
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
