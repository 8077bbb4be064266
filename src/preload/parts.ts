import { createRequire } from 'node:module';

/** Loads a file of the built preload when it is first needed: `import()` would be too late for a `require` hook. */
const load = createRequire(import.meta.url);

/**
 * Loads one separately built part of the preload, synchronously.
 *
 * @param name file name beside this one, without extension (see `scripts/build.mjs` for the list of parts)
 * @throws what loading the file throws
 */
export function loadPart<Part>(name: string): Part {
  return load(`./${name}.cjs`) as Part;
}

/** Absolute path of a part, for a thread that runs it. */
export function partPath(name: string): string {
  return load.resolve(`./${name}.cjs`);
}
