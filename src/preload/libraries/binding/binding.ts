import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { guardPatches } from '../../hooks/guarded-patches.ts';
import { patchExportsAndDefault } from '../patch-exports-and-default.ts';
import { BINDINGS } from './bindings.ts';

/** Binds the callbacks of a package, for each way of loading it. */
export function enable(target: string, versions: readonly string[]): void {
  const { exports: ofPackage, files = {} } = BINDINGS[target] ?? {};
  guardPatches(InstrumentationBase);
  new (class extends InstrumentationBase {
    protected override init() {
      const inside = Object.entries(files).map(
        ([file, bind]) =>
          new InstrumentationNodeModuleFile(
            `${target}/${file}`,
            [...versions],
            patchExportsAndDefault(bind),
            () => {},
          ),
      );
      const bind = ofPackage && patchExportsAndDefault(ofPackage);
      return new InstrumentationNodeModuleDefinition(target, [...versions], bind, undefined, inside);
    }
  })('otel-run', __VERSION__, {});
}
