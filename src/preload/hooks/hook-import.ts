import Module, { isBuiltin } from 'node:module';
import { loadPart } from '../foundation/parts.ts';
import { resolveRequireAsBare } from '../foundation/plug-and-play.ts';
import { hookSources } from './announcing-sources.ts';
import { isAskedForUrl } from './asked-for-url.ts';
import { awaitedFiles } from './awaited-files.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { type ImportRegister, showImports } from './import-in-the-middle.ts';
import { type ImportInTheMiddleFiles, importInTheMiddleFiles } from './import-in-the-middle-files.ts';
import { modulePath, showImported } from './imported-modules.ts';
import { asItsPackageSeesIt, isMarked, unmarked } from './inside-package.ts';
import { instrumentedGetBuiltinModule } from './instrumented-require.ts';
import { HAS_LEXERS } from './lexers.ts';
import { type LoadHook, type OnFailure, unwrappedOnFailure } from './load-hook.ts';
import { isResolvedForMock, mayMockModules } from './mocked-modules.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';

/** `module.registerHooks`, available since Node.js 22.15. */
type RegisterHooks = (hooks: { resolve: ResolveHook; load?: LoadHook }) => { deregister(): void };

type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: readonly string[]; readonly parentURL?: string },
  nextResolve: (specifier: string, context?: object) => Resolved,
) => Resolved;

interface Resolved {
  readonly url: string;
}

/** The question that `import-in-the-middle` asks about each imported module. */
type ShouldInclude = (url: string, specifier: string) => boolean;

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
    const hooks = wrappingHooks({ awaited, onFailure, observed, shouldInclude });
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

interface Wrapping {
  readonly awaited: AwaitedModules;
  readonly onFailure: OnFailure;
  readonly observed: ObservedModules | undefined;
  readonly shouldInclude: ShouldInclude;
}

/** @throws if `import-in-the-middle` cannot be loaded */
function wrappingHooks({ awaited, onFailure, observed, shouldInclude }: Wrapping) {
  const files = importInTheMiddleFiles();
  const { resolveSync, loadSync } = importInTheMiddle(files, shouldInclude);
  if (observed) showImported(observed, files);
  const mayMock = mayMockModules();
  const resolve: ResolveHook = (specifier, context, nextResolve) => {
    if (!context.conditions?.includes('import')) return resolveRequireAsBare(() => nextResolve(specifier));
    if (mayMock && isResolvedForMock()) return nextResolve(specifier, context);
    const next: typeof nextResolve = (...values) => withoutMark(nextResolve(...values), awaited);
    const resolved = resolveSync(specifier, context, next);
    if (!isMarked(resolved.url)) return resolved;
    const asked = { specifier, parentURL: context.parentURL, url: resolved.url };
    const url = asItsPackageSeesIt(asked, awaitedFiles());
    if (url === resolved.url && !isAskedForUrl()) return resolved;
    return { ...resolved, url: unmarked(url) };
  };
  return { resolve, load: unwrappedOnFailure(loadSync, onFailure) };
}

interface SyncHooks {
  readonly resolveSync: ResolveHook;
  readonly loadSync: LoadHook;
}

/**
 * The hooks of `import-in-the-middle`, as in its `register-hooks.mjs`. Registered by us, they can still
 * answer the import that needs them. `createHook` is undocumented, so package.json accepts only patch
 * releases of that version. The ES module is bundled, because Node.js cannot require it under
 * `--no-experimental-require-module`.
 */
function importInTheMiddle(files: ImportInTheMiddleFiles, shouldInclude: ShouldInclude): SyncHooks {
  showImports(files.load<ImportRegister>('lib/register.js'));
  const { createHook } = loadPart('import-hooks');
  const hook = createHook({ url: files.url('register-hooks.mjs').href });
  hook.applyOptions({ shouldInclude });
  return hook;
}

/** The mark that a copy of `import-in-the-middle` adds to the URL of a module that it shows. */
const MARK = '?iitm=true';

/**
 * An application's own copy, registered for another thread, has already marked a module that we wait for. If
 * both mark a module, neither shows the name that it was imported by, and no instrumentation recognizes it.
 */
function withoutMark(resolved: Resolved, awaited: AwaitedModules): Resolved {
  if (!resolved.url.endsWith(MARK)) return resolved;
  const url = resolved.url.slice(0, -MARK.length);
  return activateForImport(url, awaited) ? { ...resolved, url } : resolved;
}

/** Built-in modules are patched in place before their names are read, so they need no wrapper. */
function isWrappedForImport(url: string, awaited: AwaitedModules): boolean {
  if (!activateForImport(url, awaited)) return false;
  if (!isBuiltin(url)) return true;
  instrumentedGetBuiltinModule().call(process, url);
  return false;
}

function activateForImport(url: string, awaited: AwaitedModules): boolean {
  const name = moduleName(url);
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
