import { isAskedByMocks } from './asked-by-mocks.ts';
import { type Asked, asItsPackageSeesIt, unmarked } from './inside-package.ts';
import { asAnnouncing, type Loaded } from './load-hook.ts';
import type { AnnouncingSource } from './observed-modules.ts';

// Runs in the thread of Node.js's module hooks, in front of `import-in-the-middle`. It is built as one file without imports.

/** What the thread of the application hands over. */
export interface LoaderData {
  /** URLs and what is loaded in place of their sources. */
  readonly sources: readonly (readonly [url: string, source: AnnouncingSource])[];
  /** Paths behind `node_modules/`. */
  readonly awaitedFiles: readonly string[];
}

interface Resolved {
  readonly url: string;
  readonly format?: string;
}

type Context = Pick<Asked, 'parentURL'>;

let sources: ReadonlyMap<string, AnnouncingSource> = new Map();
let awaitedFiles: ReadonlySet<string> = new Set();

/** What `import-in-the-middle` leaves in this thread when it is initialized. */
const MARK = '__import_in_the_middle_initialized__';

/** Takes the mark of our copy away: another one of the application's would warn it of being the second. */
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
  const url = isAskedByMocks(asked) ? unmarked(asked.url) : asItsPackageSeesIt(asked, awaitedFiles);
  // `import-in-the-middle` takes what is imported from no file, as by a script of `node:vm`, for the entry of a process.
  if (url.startsWith('node:') && resolved.format === 'commonjs')
    return { ...resolved, url, format: 'builtin' };
  return url === resolved.url ? resolved : { ...resolved, url };
}

export async function load(
  url: string,
  context: object,
  nextLoad: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  return asAnnouncing(await nextLoad(url, context), sources.get(url.replace(/[?#].*$/, '')));
}
