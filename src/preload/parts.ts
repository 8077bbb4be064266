import { createRequire } from 'node:module';

/** Loads a file of the built preload when it is first needed: `import()` would be too late for a `require` hook. */
const load = createRequire(import.meta.url);

let loading = 0;

/**
 * Loads one separately built part of the preload, synchronously.
 *
 * @param name file name beside this one, without extension (see `scripts/build.mjs` for the list of parts)
 * @throws what loading the file throws
 */
export function loadPart<Part>(name: string): Part {
  loading++;
  try {
    return load(`./${name}.cjs`) as Part;
  } finally {
    loading--;
  }
}

/** Whether a part is loading just now: what it requires is not the application's. */
export function isLoadingPart(): boolean {
  return loading > 0;
}

/** Absolute path of a part, for a thread that runs it. */
export function partPath(name: string): string {
  return load.resolve(`./${name}.cjs`);
}
