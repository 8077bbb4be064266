import Module, { isBuiltin } from 'node:module';
import { isAbsolute } from 'node:path';
import type { AwaitedModules } from './awaited-modules.ts';
import { instrumentedRequire } from './instrumented-require.ts';
import { moduleName } from './module-name.ts';

type Load = (this: unknown, request: string, parent?: NodeJS.Module, isMain?: boolean) => unknown;

const loader = Module as unknown as { _load: Load };

let hooked = false;
let isWithinRequire = false;

/** What is loaded next is loaded by `require`, which has a hook of its own. */
export function enterRequire(): void {
  isWithinRequire = hooked;
}

/** A `require` has returned, which may have loaded nothing. */
export function leaveRequire(): void {
  isWithinRequire = false;
}

/**
 * Has what an application loads by `Module._load` itself patched. It is hooked once somebody asks for `node:module`: until
 * then nobody has it, and no stack trace shows it.
 */
export function hookModuleLoad(awaited: AwaitedModules): void {
  if (hooked) return;
  hooked = true;
  const original = loader._load;
  loader._load = function _load(request, parent, isMain) {
    const name = isWithinRequire || isMain ? undefined : nameOf(request, parent);
    isWithinRequire = false;
    if (name === undefined || !awaited.isTarget(name)) return original.call(this, request, parent, isMain);
    awaited.activate(name);
    original.call(this, request, parent, isMain);
    enterRequire();
    const exports = instrumentedRequire().call(parent ?? nobody(), request);
    leaveRequire();
    return exports;
  };
}

/** A module that asks where none does; Yarn's Plug'n'Play reads the folders of each. */
function nobody(): NodeJS.Module {
  return Object.assign(new Module(''), { paths: [] });
}

/** Without a module that asks for it, a package cannot be found by its name. */
function nameOf(request: unknown, parent: NodeJS.Module | undefined): string | undefined {
  if (typeof request !== 'string') return undefined;
  return parent || isAbsolute(request) || isBuiltin(request) ? moduleName(request) : undefined;
}
