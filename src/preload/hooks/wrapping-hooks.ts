import { createHook } from 'import-in-the-middle/create-hook.mjs';
import { resolveRequireAsBare } from '../foundation/plug-and-play.ts';
import { isAskedForUrl } from './asked-for-url.ts';
import { awaitedFiles } from './awaited-files.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { activateForImport, type Resolved, type ResolveHook, type ShouldInclude } from './hook-import.ts';
import { type ImportRegister, showImports } from './import-in-the-middle.ts';
import { type ImportInTheMiddleFiles, importInTheMiddleFiles } from './import-in-the-middle-files.ts';
import { showImported } from './imported-modules.ts';
import { asItsPackageSeesIt, isMarked, MARK, unmarked } from './inside-package.ts';
import { type LoadHook, type OnFailure, unwrappedOnFailure } from './load-hook.ts';
import { isResolvedForMock, mayMockModules } from './mocked-modules.ts';
import type { ObservedModules } from './observed-modules.ts';
import { isRequiredByHooks } from './required-by-hooks.ts';

interface Wrapping {
  readonly awaited: AwaitedModules;
  readonly onFailure: OnFailure;
  readonly observed: ObservedModules | undefined;
  readonly shouldInclude: ShouldInclude;
}

/**
 * The hooks that wrap what is imported.
 *
 * @throws if `import-in-the-middle` cannot be loaded
 */
export function wrappingHooks({ awaited, onFailure, observed, shouldInclude }: Wrapping) {
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
    if (isRequiredByHooks()) return { ...resolved, url: unmarked(resolved.url) };
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
  const hook = createHook({ url: files.url('register-hooks.mjs').href });
  hook.applyOptions({ shouldInclude });
  return hook;
}

/**
 * An application's own copy, registered for another thread, has already marked a module that we wait for. If
 * both mark a module, neither shows the name that it was imported by, and no instrumentation recognizes it.
 */
function withoutMark(resolved: Resolved, awaited: AwaitedModules): Resolved {
  if (!resolved.url.endsWith(MARK)) return resolved;
  const url = resolved.url.slice(0, -MARK.length);
  return activateForImport(url, awaited) ? { ...resolved, url } : resolved;
}
