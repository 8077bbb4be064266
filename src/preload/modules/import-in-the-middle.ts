import type { Hook as UpstreamHook } from 'import-in-the-middle';

type Values = readonly [modules: string[], options: object, onImport: (...values: never[]) => unknown];

let Upstream: (new (...values: Values) => object) | undefined;
let waiting: Values[] = [];

/**
 * Takes the place of `import-in-the-middle` for the bundled instrumentations: until that is there, a hook waits for it.
 */
export function Hook(...values: Values): object {
  if (Upstream) return new Upstream(...values);
  waiting.push(values);
  return {};
}

/** `import-in-the-middle` is there: from now on it shows what is imported. */
export function provideHook(provided: typeof UpstreamHook): void {
  Upstream = provided as unknown as typeof Upstream;
  for (const values of waiting) Hook(...values);
  waiting = [];
}
