import Module, { isBuiltin } from 'node:module';
import { takeBefore } from '../foundation/later-modules.ts';
import { loadPart } from '../foundation/parts.ts';
import { isAwaitedInside } from './awaited-files.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { enterRequire, hookModuleLoad, leaveRequire } from './hook-module-load.ts';
import { instrumentedGetBuiltinModule, instrumentedRequire, plainRequire } from './instrumented-require.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';
import { requiredModule } from './required-module.ts';

/**
 * The `require` half of the module hooks.
 *
 * @param onThrow told that an error passes, with a function on the stack
 */
export function hookRequire(awaited: AwaitedModules, onThrow: OnThrow): void {
  const plain = plainRequire();
  // Specifiers that lead to a package of another name.
  const aliases = new Set<string>();
  Module.prototype.require = function require(this: NodeJS.Module, specifier: string) {
    const name = typeof specifier === 'string' ? requiredModule(specifier, this) : undefined;
    if (name === 'module' && !isOurs(this)) hookModuleLoad(awaited);
    takeBefore(name);
    let isAlias = aliases.has(specifier);
    const isTarget = name !== undefined && (awaited.isTarget(name) || isAlias);
    if (isTarget) awaited.activate(name);
    const isInside = isTarget && isAskedFromInside(specifier, name);
    // Built-in modules are patched in place and need nothing else.
    const isDone = name === undefined || (isTarget && isBuiltin(specifier));
    if (isTarget && isDone) instrumentedGetBuiltinModule().call(process, specifier);
    const before = this.children?.length;
    enterRequire();
    const exports = letPass(plain, this, specifier, () => onThrow(require));
    if (isDone) return exports;
    const added = this.children?.length === before ? undefined : this.children.at(-1);
    if (!isTarget) {
      const loaded = specifier.startsWith('.') || !added?.filename ? undefined : moduleName(added.filename);
      if (loaded === undefined || !awaited.isTarget(loaded)) return exports;
      aliases.add(specifier);
      isAlias = true;
      awaited.activate(loaded);
    }
    if (isInside && !isAwaitedInside(name, added?.filename)) return exports;
    const module =
      added ?? findModule(specifier, this) ?? this.children?.find(child => child.exports === exports);
    if (!isWhatFileExports(exports, module)) return exports;
    // Only Node.js itself asks the hooks of `registerHooks` what an alias stands for.
    return patched(module, this, isAlias ? module.filename : specifier);
  } as NodeJS.Require;
}

/** Packages that were required from outside. */
const entered = new Set<string>();

/**
 * Whether a file of a package asks for another one after the package was entered: its entry is patched where it was
 * asked for, and of the others only those that something waits for. A program of a package may ask for the entry itself.
 */
function isAskedFromInside(specifier: string, name: string): boolean {
  if (specifier.startsWith('.')) return entered.has(name);
  entered.add(name);
  return false;
}

/** Told of an error that passes a function of ours, which is on the stack. */
export type OnThrow = (frame: (...values: never[]) => unknown) => void;

/** Requires a module. An error is not caught: Node.js prints the line that threw, or rethrew, an uncaught one. */
function letPass(
  plain: typeof Module.prototype.require,
  requiring: NodeJS.Module,
  specifier: string,
  onThrow: () => void,
): unknown {
  let hasReturned = false;
  try {
    const exports = isDeprecatedOutside(specifier)
      ? loadPart('require-as-caller').requireAsCaller(plain, requiring, specifier)
      : plain.call(requiring, specifier);
    hasReturned = true;
    return exports;
  } finally {
    if (!hasReturned) onThrow();
  }
}

/** Whether a built-in module is deprecated only outside `node_modules`: Node.js looks at the file that requires it. */
function isDeprecatedOutside(specifier: string): boolean {
  return specifier === 'punycode' || specifier === 'node:punycode';
}

/** Modules that otel-run loads through the application's `require`. Imported modules use it too. */
function isOurs({ filename }: NodeJS.Module): boolean {
  return filename !== null && moduleName(filename) === 'import-in-the-middle';
}

interface Patched {
  readonly exports: unknown;
  readonly result: unknown;
}

/** The exports of a file when it was patched, and their replacement. */
const patches = new WeakMap<NodeJS.Module, Patched>();

/** A module's exports may have changed, as with mocks: `require-in-the-middle` would return the old ones. */
function patched(module: NodeJS.Module, requiring: NodeJS.Module, specifier: string): unknown {
  const before = patches.get(module);
  if (before && before.exports === module.exports) return before.result;
  for (const key of Object.getOwnPropertySymbols(module)) {
    if (key.description === 'RitmExports') Reflect.deleteProperty(module, key);
  }
  enterRequire();
  const result = instrumentedRequire().call(requiring, specifier);
  leaveRequire();
  patches.set(module, { exports: module.exports, result });
  return result;
}

type Resolve = (specifier: string, requiring: NodeJS.Module) => string;

const loader = Module as unknown as {
  readonly _resolveFilename: Resolve;
  readonly _cache: Readonly<Record<string, NodeJS.Module | undefined>>;
};

/**
 * Whether the exports are those of a file that has run. They may also be a mock in place of the module that
 * Node.js would load (`node:test`, proxyquire), or an unfinished part of an import circle.
 */
function isWhatFileExports(exports: unknown, module: NodeJS.Module | undefined): module is NodeJS.Module {
  return module?.loaded === true && module.exports === exports;
}

/** A module that was already required from the same place; undefined if a mock replaces a missing package. */
function findModule(specifier: string, requiring: NodeJS.Module): NodeJS.Module | undefined {
  try {
    return loader._cache[loader._resolveFilename(specifier, requiring)];
  } catch {
    return undefined;
  }
}

type Load = (this: NodeJS.Module, file: string) => void;

/** Hooks the place where Node.js loads the file of each CommonJS module, however it was requested. */
export function hookLoad(observed: ObservedModules): void {
  const prototype = Module.prototype as unknown as { load: Load };
  const original = prototype.load;
  prototype.load = function load(this: NodeJS.Module, file: string) {
    original.call(this, file);
    if (observed.files.has(file)) this.exports = observed.onRequired(file, this.exports);
  };
}
