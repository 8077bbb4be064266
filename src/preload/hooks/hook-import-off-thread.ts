import Module, { isBuiltin } from 'node:module';
import { pathToFileURL } from 'node:url';
import { unannounced } from '../foundation/emit-in-place.ts';
import { hide } from '../foundation/hide.ts';
import { takeAll } from '../foundation/later-modules.ts';
import { loadPart, readBuiltFile } from '../foundation/parts.ts';
import { loadPlugAndPlay } from '../foundation/plug-and-play.ts';
import { openStandardDescriptors } from '../foundation/standard-descriptors.ts';
import { assertDescriptorsLeft, assertRoomForThread, isFolderRemoved } from '../foundation/thread-needs.ts';
import { withoutPipes } from '../foundation/without-pipes.ts';
import { awaitedFiles } from './awaited-files.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { hookModuleLoad } from './hook-module-load.ts';
import type { LoaderData } from './hooks-loader.ts';
import { hasLoader, withoutPreloads } from './hooks-thread.ts';
import { type ImportRegister, showImports } from './import-in-the-middle.ts';
import { importInTheMiddleFiles } from './import-in-the-middle-files.ts';
import { showImported } from './imported-modules.ts';
import { instrumentedGetBuiltinModule } from './instrumented-require.ts';
import type { OnFailure } from './load-hook.ts';
import { mayMockModules } from './mocked-modules.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';
import { packageAliases } from './package-aliases.ts';
import { mayAskHooksForRequire } from './required-by-hooks.ts';

/** More than the thread opens while it starts. */
const DESCRIPTORS = 40;

/** Registers hooks of ours, of which nobody is told. */
const { register } = Module;

/**
 * The `import` half of the module hooks for Node.js versions without usable synchronous hooks. The loader
 * runs in one of Node's own threads, so every target is wrapped beforehand, and its instrumentation is
 * activated when the wrapper reports the target. The thread starts with the first import that needs it, or at
 * once where that cannot be noticed in time.
 *
 * @param onFailure is told why the thread cannot be started
 */
export function hookImportOffThread(
  awaited: AwaitedModules,
  onFailure: OnFailure,
  observed?: ObservedModules,
): void {
  const builtins = awaited.targets.filter(target => isBuiltin(target));
  const mayMock = mayMockModules();
  // node:test finds a mock by the module's plain URL.
  if (mayMock) patchInPlace(builtins, awaited);
  const include = [
    ...(mayMock ? [] : builtins),
    ...packagesOf(awaited.targets.filter(target => !isBuiltin(target))),
    ...observations(observed),
  ];
  const onRequire = () => {
    patchInPlace(builtins, awaited);
    hookModuleLoad(awaited);
  };
  const start = () => {
    try {
      if (mayAskHooksForRequire()) onRequire();
      startHooksThread(include, awaited, observed);
    } catch (error) {
      // For example under `--permission`, where a process may not be allowed to start a thread.
      onFailure(error);
    }
  };
  const needsHooks = (url: string) => {
    const name = moduleName(url);
    return !awaited.isStopped && (observed !== undefined || (name !== undefined && awaited.isTarget(name)));
  };
  if (mayMock || hasLoader(process.execArgv)) start();
  else loadPart('first-import').startBeforeFirstImport({ needsHooks, start, onRequire, onFailure });
  afterRegister(() => {
    onRequire();
    registerLoader(observed);
  }, onFailure);
}

/** Calls a function whenever the application has registered hooks: Node.js asks those before the earlier ones. */
function afterRegister(action: () => void, onFailure: OnFailure): void {
  const original = Module.register;
  hide(Module, 'register', function registerBefore(this: unknown, ...values: Parameters<typeof register>) {
    const result = original.apply(this, values);
    try {
      action();
    } catch (error) {
      onFailure(error);
    }
    return result;
  });
}

function startHooksThread(
  include: readonly (string | RegExp)[],
  awaited: AwaitedModules,
  observed: ObservedModules | undefined,
): void {
  assertNothingFrozen();
  if (isFolderRemoved()) throw new Error('the working directory was removed');
  assertRoomForThread();
  // A thread that ends while it starts never answers. Code that blocks until it answers would hang.
  assertDescriptorsLeft(DESCRIPTORS);
  openStandardDescriptors();
  takeAll();
  loadPlugAndPlay();
  const files = importInTheMiddleFiles();
  const wrappers = files.load<ImportRegister>('lib/register.js');
  wrappers.importHooks.push(url => {
    const name = moduleName(url);
    if (name !== undefined) awaited.activate(name);
  });
  showImports(wrappers);
  if (observed) showImported(observed, files);
  const start = () => {
    register(files.url('hook.mjs'), { data: { include } });
    registerLoader(observed);
  };
  withoutPreloads(process.execArgv, () => unannounced(() => withoutPipes(start)));
}

/**
 * The hooks change how stack traces look, which fails once the thread has started and has repeated the warning of the flag.
 *
 * @throws if Node.js freezes `Error`
 */
function assertNothingFrozen(): void {
  const flag = '--frozen-intrinsics';
  if ([...process.execArgv, process.env.NODE_OPTIONS].some(flags => flags?.includes(flag)))
    throw new Error(`Node.js freezes what module hooks need (${flag})`);
}

/** Hooks that see what all hooks before them answer. */
function registerLoader(observed: ObservedModules | undefined): void {
  register(hooksLoader(), { data: loaderData(observed) });
}

/**
 * A URL that contains the source: Node.js cannot load an ES module from an archive of Plug'n'Play. The source has a name,
 * because stack traces of import errors would otherwise show all of it.
 */
function hooksLoader(): string {
  const text = `${readBuiltFile('hooks-loader.mjs')}\n//# sourceURL=otel-run:hooks-loader`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

function loaderData(observed: ObservedModules | undefined): LoaderData {
  const sources = [...(observed?.announcing ?? [])];
  return {
    sources: sources.map(([file, source]) => [pathToFileURL(file).href, source]),
    awaitedFiles: [...awaitedFiles()],
  };
}

/** Patches built-in modules before anyone asks for them, but not young ones: to load those may print a warning. */
function patchInPlace(builtins: readonly string[], awaited: AwaitedModules): void {
  for (const name of builtins) {
    if (name.startsWith('node:')) continue;
    awaited.activate(name);
    instrumentedGetBuiltinModule().call(process, name);
  }
}

/** Packages as the loader expects them: by their place in a URL. */
function packagesOf(targets: readonly string[]): (string | RegExp)[] {
  const aliases = [...packageAliases()].flatMap(([alias, name]) => (targets.includes(name) ? [alias] : []));
  return [new RegExp(`/node_modules/(?:${[...targets, ...aliases].join('|')})/`)];
}

function observations(observed: ObservedModules | undefined): (string | RegExp)[] {
  if (!observed) return [];
  const shown = [...observed.files].filter(file => !observed.announcing.has(file));
  return [...observed.specifiers, ...shown.map(withAnyQuery)];
}

/** A file, also with the query that reloaders import it with again: `./jobs.mjs?v=2`. */
function withAnyQuery(file: string): RegExp {
  const url = pathToFileURL(file).href.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${url}(?:[?#]|$)`);
}
