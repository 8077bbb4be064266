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
const hooks: Values[] = [];

/**
 * Takes the place of `import-in-the-middle` for the bundled instrumentations: until that is there, a hook waits for it.
 */
export function Hook(...values: Values): object {
  hooks.push(values);
  return Upstream ? register(Upstream, values) : {};
}

/** `import-in-the-middle` is there: from now on it shows what is imported. */
export function provideHook(provided: typeof UpstreamHook): void {
  const Provided = provided as unknown as NonNullable<typeof Upstream>;
  Upstream = Provided;
  for (const values of hooks) register(Provided, values);
}

/** What wants to see a package when it has loaded, by whichever way. */
export function hooksOf(name: string): readonly OnImport[] {
  return hooks.filter(([modules]) => modules.includes(name)).map(([, , onImport]) => onImport);
}

function register(Provided: NonNullable<typeof Upstream>, [modules, options, onImport]: Values): object {
  return new Provided(modules, options, (namespace, name, folder, format) =>
    isCommonJs(format)
      ? patchCommonJs(namespace, exports => onImport(exports, name, folder, format))
      : onImport(namespace, name, folder, format),
  );
}

function isCommonJs(format: string | undefined): boolean {
  return format === 'commonjs' || format === 'builtin';
}
