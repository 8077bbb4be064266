import Module, { isBuiltin } from 'node:module';
import { isAbsolute } from 'node:path';
import { takeBefore } from '../foundation/later-modules.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { instrumentedRequire } from './instrumented-require.ts';
import { moduleName } from './module-name.ts';

type Load = (this: unknown, request: string, parent?: NodeJS.Module, isMain?: boolean) => unknown;

const loader = Module as unknown as { _load: Load };

let hooked = false;
let isWithinRequire = false;

/** The next load comes from `require`, which has its own hook. */
export function enterRequire(): void {
  isWithinRequire = hooked;
}

/** A `require` has returned, possibly without loading anything. */
export function leaveRequire(): void {
  isWithinRequire = false;
}

/**
 * Patches modules that an application loads with `Module._load` itself. The hook is set when someone first
 * asks for `node:module`: until then nobody can call `_load`, and no stack trace shows the hook.
 */
export function hookModuleLoad(awaited: AwaitedModules): void {
  if (hooked) return;
  hooked = true;
  const original = loader._load;
  loader._load = function _load(request, parent, isMain) {
    const name = isWithinRequire || isMain ? undefined : nameOf(request, parent);
    isWithinRequire = false;
    takeBefore(name);
    if (name === undefined || !awaited.isTarget(name)) return original.call(this, request, parent, isMain);
    awaited.activate(name);
    original.call(this, request, parent, isMain);
    enterRequire();
    const exports = instrumentedRequire().call(parent ?? nobody(), request);
    leaveRequire();
    return exports;
  };
}

/** A requiring module, if there is none. Yarn's Plug'n'Play reads the folders of each. */
function nobody(): NodeJS.Module {
  return Object.assign(new Module(''), { paths: [] });
}

/** Without a requiring module, a package cannot be found by its name. */
function nameOf(request: unknown, parent: NodeJS.Module | undefined): string | undefined {
  if (typeof request !== 'string') return undefined;
  return parent || isAbsolute(request) || isBuiltin(request) ? moduleName(request) : undefined;
}
