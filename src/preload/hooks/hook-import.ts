import Module, { isBuiltin } from 'node:module';
import { takeBefore } from '../foundation/later-modules.ts';
import { loadPart } from '../foundation/parts.ts';
import { resolveRequireAsBare } from '../foundation/plug-and-play.ts';
import { hookSources } from './announcing-sources.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { modulePath } from './imported-modules.ts';
import { MARK } from './inside-package.ts';
import { instrumentedGetBuiltinModule } from './instrumented-require.ts';
import { HAS_LEXERS } from './lexers.ts';
import type { LoadHook, OnFailure } from './load-hook.ts';
import { mayMockModules } from './mocked-modules.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';

/** `module.registerHooks`, available since Node.js 22.15. */
type RegisterHooks = (hooks: { resolve: ResolveHook; load?: LoadHook }) => { deregister(): void };

export type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: readonly string[]; readonly parentURL?: string },
  nextResolve: (specifier: string, context?: object) => Resolved,
) => Resolved;

export interface Resolved {
  readonly url: string;
}

/** The question that `import-in-the-middle` asks about each imported module. */
export type ShouldInclude = (url: string, specifier: string) => boolean;

/**
 * The `import` half of the module hooks. `import-in-the-middle` loads with the first import of a module that
 * something waits for: a CommonJS application never pays for it, even if it uses a package that is an ES
 * module.
 *
 * @param onFailure is told why it cannot be loaded
 */
export function hookImport(awaited: AwaitedModules, onFailure: OnFailure, observed?: ObservedModules): void {
  if (observed) hookSources(observed.announcing);
  const { registerHooks } = Module as unknown as { registerHooks: RegisterHooks };
  const shouldInclude: ShouldInclude = (url, specifier) =>
    !isReplaced(url, specifier) && (isWrappedForImport(url, awaited) || isObserved(url, specifier, observed));
  const register = () => {
    const hooks = loadPart('wrapping-hooks').wrappingHooks({ awaited, onFailure, observed, shouldInclude });
    registerHooks(hooks);
    return hooks;
  };
  // The hooks of node:test are registered later and call these: a mock has to resolve as its import does.
  if (HAS_LEXERS && mayMockModules()) {
    tryTo(register, onFailure);
    return;
  }
  const watch = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!context.conditions?.includes('import')) return resolveRequireAsBare(() => nextResolve(specifier));
      const resolved = nextResolve(specifier);
      // Asked first: built-in modules are patched without a wrapper.
      if (!shouldInclude(resolved.url, specifier) || !HAS_LEXERS) return resolved;
      watch.deregister();
      const hooks = tryTo(register, onFailure);
      return hooks ? hooks.resolve(specifier, context, nextResolve) : resolved;
    },
  });
}

function tryTo<Result>(action: () => Result, onFailure: OnFailure): Result | undefined {
  try {
    return action();
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

/** Built-in modules are patched in place before their names are read, so they need no wrapper. */
function isWrappedForImport(url: string, awaited: AwaitedModules): boolean {
  if (!activateForImport(url, awaited)) return false;
  if (!isBuiltin(url)) return true;
  instrumentedGetBuiltinModule().call(process, url);
  return false;
}

/**
 * Activates what waits for a module.
 *
 * @returns whether anything waits or waited for it
 */
export function activateForImport(url: string, awaited: AwaitedModules): boolean {
  const name = moduleName(url);
  takeBefore(name);
  if (name === undefined || !awaited.isTarget(name) || awaited.isStopped) return false;
  awaited.activate(name);
  return true;
}

/**
 * Mocks (`node:test`, esmock, testdouble) replace a module by adding a query that the import does not have.
 */
function isReplaced(url: string, specifier: string): boolean {
  const query = url.indexOf('?');
  return query !== -1 && !url.startsWith(MARK, query) && !specifier.includes('?');
}

function isObserved(url: string, specifier: string, observed: ObservedModules | undefined): boolean {
  if (!observed) return false;
  const file = modulePath(url);
  return observed.specifiers.has(specifier) || (observed.files.has(file) && !observed.announcing.has(file));
}
