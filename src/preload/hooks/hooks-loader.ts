import { isAskedByMocks } from './asked-by-mocks.ts';
import { type Asked, asItsPackageSeesIt, unmarked } from './inside-package.ts';
import { asAnnouncing, type Loaded } from './load-hook.ts';
import type { AnnouncingSource } from './observed-modules.ts';

// Runs in the thread of Node.js's module hooks, before `import-in-the-middle`. It is built as a single file.

/** Data from the application's thread. */
export interface LoaderData {
  /** URLs, and the sources to load in their place. */
  readonly sources: readonly (readonly [url: string, source: AnnouncingSource])[];
  /** Paths after `node_modules/`. */
  readonly awaitedFiles: readonly string[];
}

interface Resolved {
  readonly url: string;
  readonly format?: string;
}

type Context = Pick<Asked, 'parentURL'>;

let sources: ReadonlyMap<string, AnnouncingSource> = new Map();
let awaitedFiles: ReadonlySet<string> = new Set();

/**
 * CommonJS modules with a source: Node.js asks hooks for what they require, and cannot load a wrapper for it, which is
 * an ES module with imports.
 */
const requiring = new Set<string>();

/** The mark that `import-in-the-middle` leaves in this thread when it is initialized. */
const MARK = '__import_in_the_middle_initialized__';

/** Removes the mark of our copy: a copy of the application's would warn that it is the second one. */
export function initialize(data: LoaderData): void {
  Reflect.deleteProperty(globalThis, MARK);
  sources = new Map(data.sources);
  awaitedFiles = new Set(data.awaitedFiles);
}

export async function resolve(
  specifier: string,
  context: Context,
  nextResolve: (specifier: string, context: Context) => Promise<Resolved>,
): Promise<Resolved> {
  const resolved = await nextResolve(specifier, context);
  const asked = { specifier, parentURL: context.parentURL, url: resolved.url };
  const isPlain = isAskedByMocks(asked) || requiring.has(asked.parentURL ?? '');
  const url = isPlain ? unmarked(asked.url) : asItsPackageSeesIt(asked, awaitedFiles);
  // `import-in-the-middle` takes an import without a file, for example from a script of `node:vm`, for the
  // entry of a process.
  if (url.startsWith('node:') && resolved.format === 'commonjs')
    return { ...resolved, url, format: 'builtin' };
  return url === resolved.url ? resolved : { ...resolved, url };
}

export async function load(
  url: string,
  context: object,
  nextLoad: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  const loaded = await nextLoad(url, context);
  if (loaded.format?.startsWith('commonjs') && loaded.source) requiring.add(url);
  return asAnnouncing(loaded, sources.get(url.replace(/[?#].*$/, '')));
}
