import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { guardPatches } from '../../hooks/guarded-patches.ts';

/**
 * Has a function see what a package exports, by `require` and by `import`, before the application does.
 *
 * @param patch changes it in place; it is called for each way in which the package is loaded
 */
export function patchLibrary<Exports>(
  name: string,
  versions: readonly string[],
  patch: (exports: Exports) => void,
): void {
  guardPatches(InstrumentationBase);
  new (class extends InstrumentationBase {
    protected override init() {
      return new InstrumentationNodeModuleDefinition(name, [...versions], (exports: Exports) => {
        patch(exports);
        return exports;
      });
    }
  })('otel-run', __VERSION__, {});
}

/** The same for what a file inside of a package exports. */
export function patchFile<Exports>(
  name: string,
  versions: readonly string[],
  file: string,
  patch: (exports: Exports) => void,
): void {
  guardPatches(InstrumentationBase);
  new (class extends InstrumentationBase {
    protected override init() {
      const patched = (exports: Exports) => {
        patch(exports);
        return exports;
      };
      const files = [new InstrumentationNodeModuleFile(`${name}/${file}`, [...versions], patched, () => {})];
      return new InstrumentationNodeModuleDefinition(name, [...versions], undefined, undefined, files);
    }
  })('otel-run', __VERSION__, {});
}

/** Replaces a method, once however often this is called. What replaces it has its name: some libraries ask for that. */
export function replaceMethod<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replace: (original: Target[Name]) => Target[Name],
): void {
  const original = target[name];
  if (typeof original !== 'function' || replacements.has(original)) return;
  const replacement = replace(original);
  for (const property of ['name', 'length'] as const)
    Object.defineProperty(replacement, property, { value: original[property], configurable: true });
  replacements.add(replacement as object);
  target[name] = replacement;
}

const replacements = new WeakSet<object>();

/**
 * Has a method run outside of every request and unit of work: what it starts goes on for as long as the process, and
 * belongs to none.
 */
export function runOutside(target: object | undefined, name: string): void {
  type Method = (...values: unknown[]) => unknown;
  replaceMethod((target ?? {}) as Record<string, Method>, name, original => {
    return function (this: unknown, ...values) {
      return context.with(ROOT_CONTEXT, original as Method, this as never, ...values);
    };
  });
}
