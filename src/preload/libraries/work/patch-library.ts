import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { lookLike } from '../../../shared/look-like.ts';
import { guardPatches } from '../../hooks/guarded-patches.ts';
import { guardCalls } from '../guarded-calls.ts';

/**
 * Shows a package's exports to a function, by `require` and by `import`, before the application sees them.
 *
 * @param patch changes them in place, and is called for each way of loading the package
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

/** The same for the exports of a file inside a package. */
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

/** Replaces a method once, however often this is called, and keeps its name, which some libraries check. */
export function replaceMethod<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replace: (original: Target[Name]) => Target[Name],
): void {
  const original = target[name];
  if (typeof original !== 'function' || replacements.has(original)) return;
  const replacement = lookLike(replace(original) as object, original) as Target[Name];
  replacements.add(replacement as object);
  target[name] = replacement;
}

const replacements = new WeakSet<object>();

/** The same for a method that is called, where the replacement may fail at odd values: it is then called bare. */
export function replaceCalled<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replace: (original: Target[Name]) => Target[Name],
): void {
  replaceMethod(target, name, original => guardCalls(original, replace) as Target[Name]);
}

/**
 * Runs a method outside all requests and units of work: whatever it starts lives as long as the process, and
 * belongs to none of them.
 */
export function runOutside(target: object | undefined, name: string): void {
  type Method = (...values: unknown[]) => unknown;
  replaceMethod((target ?? {}) as Record<string, Method>, name, original => {
    return function (this: unknown, ...values) {
      return context.with(ROOT_CONTEXT, original as Method, this as never, ...values);
    };
  });
}
