import type { BundledInstrumentation } from 'virtual:instrumentations';
import { AI } from './ai.ts';
import { DATABASES } from './databases.ts';
import { GRAPHQL } from './graphql.ts';
import { HTTP } from './http.ts';
import { type Library, type LibraryKind, partName } from './library.ts';
import { WORK } from './work.ts';

/** Every library for which otel-run has its own part. */
export const LIBRARIES: readonly Library[] = [...HTTP, ...GRAPHQL, ...AI, ...DATABASES, ...WORK];

/** The same libraries in the form that doctor shows and that validates names of instrumentations. */
export const LIBRARY_INSTRUMENTATIONS: readonly BundledInstrumentation[] = LIBRARIES.map(
  ({ name, targets }) => ({
    name: `otel-run/${name}`,
    shortName: name,
    part: partName(name),
    exportName: 'enable',
    targets,
  }),
);

/** Folders of `src/preload/libraries/`. */
const FOLDERS: Readonly<Record<LibraryKind, string>> = {
  http: 'http',
  graphql: 'graphql',
  database: 'databases',
  ai: 'ai',
  work: 'work',
  logger: 'loggers',
};

/** Parts of the preload, one for each library, with the file that each is built from. */
export const LIBRARY_PARTS: Readonly<Record<string, string>> = Object.fromEntries(
  LIBRARIES.map(({ name, kind }) => [partName(name), `src/preload/libraries/${FOLDERS[kind]}/${name}.ts`]),
);
