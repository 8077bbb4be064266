import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { guardPatches } from '../../hooks/guarded-patches.ts';
import { BINDINGS, type Bind } from './bindings.ts';

/** Binds what a package calls back, for each way in which it is loaded. */
export function enable(target: string, versions: readonly string[]): void {
  const { exports: ofPackage, files = {} } = BINDINGS[target] ?? {};
  guardPatches(InstrumentationBase);
  new (class extends InstrumentationBase {
    protected override init() {
      const inside = Object.entries(files).map(
        ([file, bind]) =>
          new InstrumentationNodeModuleFile(`${target}/${file}`, [...versions], bindingBy(bind), () => {}),
      );
      const bind = ofPackage && bindingBy(ofPackage);
      return new InstrumentationNodeModuleDefinition(target, [...versions], bind, undefined, inside);
    }
  })('otel-run', __VERSION__, {});
}

/** An ES module that shows a CommonJS one has what that exports both as its default and name by name. */
function bindingBy(bind: Bind): <Exports>(exports: Exports) => Exports {
  return exports => {
    const replacement = (bind(exports) ?? exports) as typeof exports;
    if (!isNamespace(exports)) return replacement;
    const ofCommonJs = bind(exports.default);
    if (ofCommonJs !== undefined) exports.default = ofCommonJs;
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
