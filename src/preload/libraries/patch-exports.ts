import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { guardPatches } from '../hooks/guarded-patches.ts';
import { type Call, replaceMethods } from './binding/bind-calls.ts';
import { isNamespace, type Patch, patchExportsAndDefault } from './patch-exports-and-default.ts';

/** How to patch a package: through its exports, or through the exports of its files, by path. */
export interface Patches {
  readonly exports?: Patch;
  readonly files?: Readonly<Record<string, Patch>>;
}

/**
 * Patches a package before the application sees it, however it is loaded, by `require` or by `import`. A
 * patch gets the namespace of an ES module. It gets a CommonJS module's exports both directly and through the
 * namespace that `import` creates, and has to change each object only once.
 */
export function patchExports(
  target: string,
  versions: readonly string[],
  { exports, files = {} }: Patches,
): void {
  guardPatches(InstrumentationBase);
  new (class extends InstrumentationBase {
    protected override init() {
      const inside = Object.entries(files).map(
        ([file, patch]) =>
          new InstrumentationNodeModuleFile(
            `${target}/${file}`,
            [...versions],
            patchExportsAndDefault(patch),
            () => {},
          ),
      );
      return new InstrumentationNodeModuleDefinition(
        target,
        [...versions],
        exports && patchExportsAndDefault(exports),
        undefined,
        inside,
      );
    }
  })('otel-run', __VERSION__, {});
}

/**
 * Replaces exported functions of a module.
 *
 * @returns replacement for exports that cannot be changed: those of a bundle are getters
 */
export function replaceExports(exports: object, names: readonly string[], call: Call): object {
  const isFixed = names.some(
    name => Object.getOwnPropertyDescriptor(exports, name)?.configurable === false && !isNamespace(exports),
  );
  const replaced = isFixed ? copyOf(exports) : exports;
  replaceMethods(replaced, names, call);
  return replaced;
}

function copyOf(exports: object): object {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(exports));
  return Object.defineProperties(
    Object.create(Object.getPrototypeOf(exports)) as object,
    Object.fromEntries(properties.map(([name, property]) => [name, { ...property, configurable: true }])),
  );
}
