import type { Hook as UpstreamHook } from 'import-in-the-middle';
import { patchCommonJs } from './patch-common-js.ts';

type OnImport = (
  exports: object,
  name: string,
  folder: string | undefined,
  format: string | undefined,
) => unknown;

type Values = readonly [modules: string[], options: object, onImport: OnImport];

let Upstream: (new (...values: Values) => object) | undefined;
let waiting: Values[] = [];

/**
 * Takes the place of `import-in-the-middle` for the bundled instrumentations: until that is there, a hook waits for it.
 */
export function Hook(...values: Values): object {
  if (!Upstream) {
    waiting.push(values);
    return {};
  }
  const [modules, options, onImport] = values;
  return new Upstream(modules, options, (namespace, name, folder, format) =>
    isCommonJs(format)
      ? patchCommonJs(namespace, exports => onImport(exports, name, folder, format))
      : onImport(namespace, name, folder, format),
  );
}

/** `import-in-the-middle` is there: from now on it shows what is imported. */
export function provideHook(provided: typeof UpstreamHook): void {
  Upstream = provided as unknown as typeof Upstream;
  for (const values of waiting) Hook(...values);
  waiting = [];
}

function isCommonJs(format: string | undefined): boolean {
  return format === 'commonjs' || format === 'builtin';
}
