import Module from 'node:module';
import type { AwaitedModules } from './awaited-modules.ts';
import { enterRequire, hookModuleLoad, leaveRequire } from './hook-module-load.ts';
import { instrumentedRequire, plainRequire } from './instrumented-require.ts';
import { moduleName } from './module-name.ts';
import type { ObservedModules } from './observed-modules.ts';
import { requiredModule } from './required-module.ts';

/** The `require` half of the module hooks. */
export function hookRequire(awaited: AwaitedModules): void {
  const plain = plainRequire();
  // Names that lead to a package of another name.
  const aliases = new Set<string>();
  Module.prototype.require = function require(this: NodeJS.Module, specifier: string) {
    const name = typeof specifier === 'string' ? requiredModule(specifier, this) : undefined;
    enterRequire();
    if (name === undefined) return plain.call(this, specifier);
    if (name === 'module') hookModuleLoad(awaited);
    if (!awaited.isTarget(name) && !aliases.has(specifier)) {
      const before = this.children?.length;
      const exports = plain.call(this, specifier);
      const loaded = specifier.startsWith('.') ? undefined : addedModule(this, before);
      if (loaded === undefined || !awaited.isTarget(loaded)) return exports;
      aliases.add(specifier);
      awaited.activate(loaded);
    }
    awaited.activate(name);
    enterRequire();
    const instrumented = instrumentedRequire().call(this, specifier);
    leaveRequire();
    return instrumented;
  } as NodeJS.Require;
}

/**
 * The package of the file that a name led to, where that was asked for the first time: a link, as pnpm makes one for an
 * alias, or a resolver of the application's, as `module-alias` and `tsconfig-paths` have one.
 */
function addedModule({ children }: NodeJS.Module, before: number | undefined): string | undefined {
  const added = children?.length === before ? undefined : children?.at(-1);
  return added?.filename ? moduleName(added.filename) : undefined;
}

type Load = (this: NodeJS.Module, file: string) => void;

/** Where Node.js loads the file of each CommonJS module, whoever asked for it. */
export function hookLoad(observed: ObservedModules): void {
  const prototype = Module.prototype as unknown as { load: Load };
  const original = prototype.load;
  prototype.load = function load(this: NodeJS.Module, file: string) {
    original.call(this, file);
    if (observed.files.has(file)) this.exports = observed.onRequired(file, this.exports);
  };
}
