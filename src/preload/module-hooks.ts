import Module, { createRequire } from 'node:module';
import type { AwaitedModules } from './awaited-modules.ts';
import { hookImportOffThread } from './module-hooks-off-thread.ts';
import { moduleName } from './module-name.ts';

/** `module.registerHooks`, there since Node.js 22.15. */
type RegisterHooks = (hooks: { resolve: ResolveHook }) => { deregister(): void };

type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: readonly string[] },
  nextResolve: (specifier: string) => unknown,
) => unknown;

/**
 * Watches for the first time that a module with an instrumentation is asked for, by `require` or by `import`, and
 * activates the instrumentation just before it loads.
 */
export function hookModules(awaited: AwaitedModules): void {
  const load = createRequire(import.meta.url);
  hookRequire(awaited);
  const { supportsSyncHooks } = load('import-in-the-middle/supports-sync-hooks.mjs');
  if (supportsSyncHooks()) hookImport(awaited, load);
  else hookImportOffThread(awaited, load);
}

function hookRequire(awaited: AwaitedModules): void {
  const original = Module.prototype.require;
  Module.prototype.require = function require(this: NodeJS.Module, specifier: string) {
    const name = typeof specifier === 'string' ? moduleName(specifier) : undefined;
    // The first instrumentation that is enabled wraps `require` itself, around this function: go through it.
    if (name !== undefined && awaited.activate(name)) return Module.prototype.require.call(this, specifier);
    return original.call(this, specifier);
  } as NodeJS.Require;
}

/** `import-in-the-middle` is loaded when the first ES module is resolved: a CommonJS application never pays for it. */
function hookImport(awaited: AwaitedModules, load: NodeJS.Require): void {
  const { registerHooks } = Module as unknown as { registerHooks: RegisterHooks };
  const watch = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (context.conditions?.includes('import')) {
        watch.deregister();
        load('import-in-the-middle/register-hooks.mjs').register({
          shouldInclude: (url: string) => activateForImport(url, awaited),
        });
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
