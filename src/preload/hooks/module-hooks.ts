import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';
import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { reportFailedPatches } from './guarded-patches.ts';
import { hookAnnounced } from './hook-announced.ts';
import { hookBuiltins } from './hook-builtins.ts';
import { hookImport } from './hook-import.ts';
import { hookImportOffThread } from './hook-import-off-thread.ts';
import { hookModuleLoad } from './hook-module-load.ts';
import { hookLoad, hookRequire, type OnThrow } from './hook-require.ts';
import { HAS_LEXERS } from './lexers.ts';
import type { OnFailure } from './load-hook.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';

/**
 * Watches for the first request for a module with an instrumentation, by `require` or by `import`, and
 * activates the instrumentation just before the module loads. Observed modules are shown after they have
 * loaded.
 */
export function hookModules(
  awaited: AwaitedModules,
  say: Say,
  onThrow: OnThrow,
  observed?: ObservedModules,
): void {
  reportFailedPatches(say);
  hookRequire(awaited, onThrow);
  hookBuiltins(awaited);
  hookAnnounced(awaited, say, observed);
  if (observed) hookLoad(observed);
  const onFailure: OnFailure = (error, url) => {
    const what = url === undefined ? 'ES modules are' : `${moduleName(url) ?? url} is`;
    say('warn', `${what} not instrumented: ${errorMessage(error)}`);
  };
  if (!HAS_LEXERS) hookModuleLoad(awaited);
  if (supportsSyncHooks()) {
    hookImport(awaited, onFailure, observed);
    return;
  }
  if (HAS_LEXERS) hookImportOffThread(awaited, onFailure, observed);
}
