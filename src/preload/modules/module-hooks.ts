import Module, { createRequire } from 'node:module';
import { errorMessage } from '../../error-message.ts';
import type { Say } from '../diagnostics.ts';
import { isLoadingPart } from '../parts.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { pathOf, showImported } from './imported-modules.ts';
import { hookImportOffThread } from './module-hooks-off-thread.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';

/** `module.registerHooks`, there since Node.js 22.15. */
type RegisterHooks = (hooks: { resolve: ResolveHook }) => { deregister(): void };

type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: readonly string[] },
  nextResolve: (specifier: string) => unknown,
) => unknown;

/**
 * Watches for the first time that a module with an instrumentation is asked for, by `require` or by `import`, and
 * activates the instrumentation just before it loads. What is observed is shown after it has loaded.
 */
export function hookModules(awaited: AwaitedModules, say: Say, observed?: ObservedModules): void {
  const load = createRequire(import.meta.url);
  const { supportsSyncHooks } = load('import-in-the-middle/supports-sync-hooks.mjs');
  const isOnThread = supportsSyncHooks();
  hookRequire(awaited, isOnThread ? requested : requestedOrRequesting);
  if (observed) hookLoad(observed);
  if (isOnThread) hookImport(awaited, load, observed);
  else tryOffThread(() => hookImportOffThread(awaited, load, observed), say);
}

/** Under `--permission` a process may not be allowed the thread that those hooks run in: `require` is hooked all the same. */
function tryOffThread(hook: () => void, say: Say): void {
  try {
    hook();
  } catch (error) {
    say('warn', `ES modules are not instrumented: ${errorMessage(error)}`);
  }
}

/** The name of the module that a call of `require` is about. */
type NameOf = (specifier: string, requiring: string | null) => string | undefined;

const requested: NameOf = specifier => moduleName(specifier);

/**
 * Where an `import` is only known when the module has run, a package of CommonJS is noticed when its first file
 * requires the next one: in time for instrumentations that change files inside of it.
 */
const requestedOrRequesting: NameOf = (specifier, requiring) =>
  moduleName(specifier) ?? (requiring === null ? undefined : moduleName(requiring));

function hookRequire(awaited: AwaitedModules, nameOf: NameOf): void {
  const original = Module.prototype.require;
  Module.prototype.require = function require(this: NodeJS.Module, specifier: string) {
    const name =
      typeof specifier === 'string' && !isLoadingPart() ? nameOf(specifier, this.filename) : undefined;
    // The first instrumentation that is enabled wraps `require` itself, around this function: go through it.
    if (name !== undefined && awaited.activate(name)) return Module.prototype.require.call(this, specifier);
    return original.call(this, specifier);
  } as NodeJS.Require;
}

type Load = (this: NodeJS.Module, file: string) => void;

/** Where Node.js loads the file of each CommonJS module, whoever asked for it. */
function hookLoad(observed: ObservedModules): void {
  const prototype = Module.prototype as unknown as { load: Load };
  const original = prototype.load;
  prototype.load = function load(this: NodeJS.Module, file: string) {
    original.call(this, file);
    if (observed.files.has(file)) this.exports = observed.onRequired(file, this.exports);
  };
}

/** `import-in-the-middle` is loaded when the first ES module is resolved: a CommonJS application never pays for it. */
function hookImport(awaited: AwaitedModules, load: NodeJS.Require, observed?: ObservedModules): void {
  const { registerHooks } = Module as unknown as { registerHooks: RegisterHooks };
  const watch = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (context.conditions?.includes('import')) {
        watch.deregister();
        load('import-in-the-middle/register-hooks.mjs').register({
          shouldInclude: (url: string, specifier: string) =>
            activateForImport(url, awaited) || isObserved(url, specifier, observed),
        });
        if (observed) showImported(observed, load);
      }
      return nextResolve(specifier);
    },
  });
}

function activateForImport(url: string, awaited: AwaitedModules): boolean {
  const name = moduleName(url);
  if (name === undefined || !awaited.isTarget(name)) return false;
  awaited.activate(name);
  return true;
}

function isObserved(url: string, specifier: string, observed: ObservedModules | undefined): boolean {
  if (!observed) return false;
  return observed.specifiers.has(specifier) || observed.files.has(pathOf(url));
}
