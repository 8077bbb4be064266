import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { BINDINGS } from './bindings.ts';

/** Binds what a package calls back, for each way in which it is loaded. */
export function enable(target: string, versions: readonly string[]): void {
  const { exports: ofPackage, files = {} } = BINDINGS[target] ?? {};
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

function bindingBy(bind: (exports: unknown) => void): <Exports>(exports: Exports) => Exports {
  return exports => {
    bind(ofCommonJs(exports));
    return exports;
  };
}

/** What a CommonJS module exports, also where it is imported. */
function ofCommonJs(exports: unknown): unknown {
  const { default: inner, [Symbol.toStringTag]: tag } = exports as {
    default?: unknown;
    [Symbol.toStringTag]?: string;
  };
  return tag === 'Module' && inner ? inner : exports;
}
