import fs from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';
import { readFileSync } from '../foundation/intrinsics.ts';
import { readBuiltFile } from '../foundation/parts.ts';
import { announce, type Listeners } from './announced-modules.ts';
import { BUNDLE_LISTENER, withAnnouncements } from './bundle-text.ts';
import { type LoadHook, sourceText } from './load-hook.ts';

/** Known facts about packages, see `scripts/build/loadable-modules.mjs`. */
type Loadable = Readonly<
  Record<
    string,
    { readonly version: string; readonly entry: string | null; readonly files: readonly string[] } | undefined
  >
>;

/**
 * Makes the modules of a bundle announce themselves as they run. The source is changed while Node.js reads
 * it, within one line, so that no stack trace shows the change. Other files are read unchanged.
 */
export function recognize(script: string, listeners: Listeners): void {
  const known: Loadable = JSON.parse(readBuiltFile('loadable-modules.json'));
  const listener = (path: string, module: { exports: unknown }) => {
    module.exports = announceLoaded(path, module.exports, { script, known, listeners });
  };
  Object.defineProperty(globalThis, Symbol.for(BUNDLE_LISTENER), { value: listener, configurable: true });
  changeText(script, withAnnouncements);
}

interface Bundle {
  readonly script: string;
  readonly known: Loadable;
  readonly listeners: Listeners;
}

/** Not what esbuild leaves of a package that is turned off: `(disabled):node_modules/…`. */
const IN_PACKAGE = /^(?!\().*node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/;

function announceLoaded(path: string, exports: unknown, { script, known, listeners }: Bundle): unknown {
  const [, name = '', file = ''] = IN_PACKAGE.exec(path) ?? [];
  const { version, entry, files = [] } = known[name] ?? {};
  const as = entry === file ? 0 : files.includes(file) ? 1 : undefined;
  if (version === undefined || as === undefined) return exports;
  const found = versionIn(path, name) ?? versionBeside(script, name) ?? version;
  return announce(listeners, [name, found, file, as], exports, []);
}

/** The version is in the name of pnpm's folder. */
function versionIn(path: string, name: string): string | undefined {
  const folder = `.pnpm/${name.replace('/', '+')}@`;
  const at = path.lastIndexOf(folder);
  return at === -1 ? undefined : /^[\w.-]+/.exec(path.slice(at + folder.length))?.[0];
}

/** If packages are deployed beside the bundle, it was most likely built from them. */
function versionBeside(script: string, name: string): string | undefined {
  for (let folder = dirname(script); ; folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
    } catch {
      if (folder === dirname(folder)) return undefined;
    }
  }
}

type ReadFile = typeof fs.readFileSync;

/**
 * Changes the source of one file the first time that Node.js loads it: through `fs` for CommonJS, through a
 * hook for an ES module.
 */
function changeText(file: string, change: (source: string) => string): void {
  const plain = fs.readFileSync;
  const url = pathToFileURL(file).href;
  const reading = ((path, options) => {
    const read = Reflect.apply(plain, fs, [path, options]);
    if (path !== file || typeof read !== 'string') return read;
    stop();
    return change(read);
  }) as ReadFile;
  const load: LoadHook = (loadedUrl, context, nextLoad) => {
    const loaded = nextLoad(loadedUrl, context);
    const source = loadedUrl === url ? sourceText(loaded) : undefined;
    if (source === undefined) return loaded;
    stop();
    return { ...loaded, source: change(source) };
  };
  fs.readFileSync = reading;
  // Before any callback of the application: Node.js may not read this file at all.
  setImmediate(() => stop(false)).unref();
  const hooks = supportsSyncHooks() ? (Module as unknown as Registry).registerHooks({ load }) : undefined;
  function stop(isChanged = true) {
    if (fs.readFileSync === reading) fs.readFileSync = plain;
    if (isChanged) hooks?.deregister();
  }
}

interface Registry {
  registerHooks(hooks: { readonly load: LoadHook }): { deregister(): void };
}
