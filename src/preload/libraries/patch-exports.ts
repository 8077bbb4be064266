import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { guardPatches } from '../hooks/guarded-patches.ts';
import { type Call, replaceMethods } from './binding/bind-calls.ts';

/** Changes what a module exports in place, or returns what is to take its place. */
// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
export type Patch = (exports: any) => unknown;

/** How a package is patched: by what it exports, or by what files inside of it do, by their paths. */
export interface Patches {
  readonly exports?: Patch;
  readonly files?: Readonly<Record<string, Patch>>;
}

/**
 * Has a package patched before the application sees it, for each way in which it is loaded, by `require` and by `import`.
 * A patch gets the namespace of an ES module, and what a CommonJS module exports by itself as well as by the namespace
 * that `import` makes of it: it is for the patch to change each object once.
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
          new InstrumentationNodeModuleFile(`${target}/${file}`, [...versions], patching(patch), () => {}),
      );
      return new InstrumentationNodeModuleDefinition(
        target,
        [...versions],
        exports && patching(exports),
        undefined,
        inside,
      );
    }
  })('otel-run', __VERSION__, {});
}

/**
 * Replaces functions that a module exports.
 *
 * @returns what takes the place of exports that cannot be changed: those of a bundle are getters
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

/** An ES module that shows a CommonJS one has what that exports both as its default and name by name. */
function patching(patch: Patch): <Exports>(exports: Exports) => Exports {
  return exports => {
    const replacement = (patch(exports) ?? exports) as typeof exports;
    if (!isNamespace(exports)) return replacement;
    const ofDefault = patch(exports.default);
    if (ofDefault !== undefined) exports.default = ofDefault;
    return exports;
  };
}

function isNamespace(exports: unknown): exports is { default: unknown } {
  const { default: inner, [Symbol.toStringTag]: tag } = exports as {
    default?: unknown;
    [Symbol.toStringTag]?: string;
  };
  return tag === 'Module' && inner !== undefined && inner !== null;
}
