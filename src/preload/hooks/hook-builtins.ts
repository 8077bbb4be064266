import { isBuiltin } from 'node:module';
import { takeBefore } from '../foundation/later-modules.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { hookModuleLoad } from './hook-module-load.ts';
import { instrumentedGetBuiltinModule, plainGetBuiltinModule } from './instrumented-require.ts';
import { moduleName } from './module-name.ts';

/**
 * Patches a built-in module when `process.getBuiltinModule` is asked for it, from the start: an application
 * may keep the function before anything is instrumented.
 */
export function hookBuiltins(awaited: AwaitedModules): void {
  const plain = plainGetBuiltinModule();
  process.getBuiltinModule = function getBuiltinModule(this: unknown, id: string) {
    const name = typeof id === 'string' && isBuiltin(id) ? moduleName(id) : undefined;
    if (name === 'module') hookModuleLoad(awaited);
    takeBefore(name);
    if (name === undefined || !awaited.isTarget(name)) return plain.call(this, id);
    awaited.activate(name);
    return instrumentedGetBuiltinModule().call(this, id);
  } as typeof process.getBuiltinModule;
}
