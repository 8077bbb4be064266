import { compiled } from '../compiled.mjs';
import { shortRanges } from './short-ranges.mjs';

/** The table of `src/libraries/`, compiled first: the build also runs where Node.js does not read TypeScript. */
const { LIBRARIES, LIBRARY_PARTS } = await compiled('src/libraries/libraries.ts');

const { OWN_VERSIONS } = await compiled('src/libraries/own-versions.ts');

/** Package → versions that our own part for an instrumentation knows, by the instrumentation's short name. */
export const ownVersions = shortName => OWN_VERSIONS[shortName] ?? {};

/** Parts of the preload, one for each library, with the file that each is built from. */
export const libraryParts = LIBRARY_PARTS;

/**
 * Scopes that are silent while our own part for a library is enabled.
 * Instrumentations with these names are not bundled.
 */
export const replacedScopes = LIBRARIES.flatMap(({ scopes = [] }) => scopes);

/** Gives the preload the parts of each row that it needs, without the words. */
export function virtualLibraries() {
  const id = 'virtual:libraries';
  const rows = LIBRARIES.map(({ name, targets, scopes, off }) => {
    return { name, targets: shortRanges(targets), scopes, off };
  });
  return {
    name: 'virtual-libraries',
    resolveId: source => (source === id ? `\0${id}` : null),
    load: source => (source === `\0${id}` ? `export const libraries = ${JSON.stringify(rows)};` : null),
  };
}
