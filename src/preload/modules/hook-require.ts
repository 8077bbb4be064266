import Module from 'node:module';
import { isLoadingPart } from '../parts.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { requireInstrumented, requirePlainly, takeRequire } from './instrumented-require.ts';
import type { ObservedModules } from './observed-modules.ts';
import { requiredModule } from './required-module.ts';

/** The `require` half of the module hooks. */
export function hookRequire(awaited: AwaitedModules): void {
  takeRequire();
  Module.prototype.require = function require(this: NodeJS.Module, specifier: string) {
    const name =
      typeof specifier === 'string' && !isLoadingPart() ? requiredModule(specifier, this) : undefined;
    if (name === undefined || !awaited.isTarget(name)) return requirePlainly(this, specifier);
    awaited.activate(name);
    return requireInstrumented(this, specifier);
  } as NodeJS.Require;
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
