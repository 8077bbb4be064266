import { PUBLISHED_CHANNELS } from '../libraries/published-channels.ts';
import { announcedPackages } from './announcements.ts';
import { bundlerOf, PACKAGE_PATHS } from './bundlers.ts';
import { LIBRARY_MARKS, UNMARKED_LIBRARIES } from './library-marks.ts';

/**
 * Evidence that the application contains the code of other packages.
 * `packages` are those that can be identified.
 */
export interface Bundle {
  readonly bundler: string;
  readonly packages: readonly string[];
  /** Packages that otel-run's bundler plugin made announce themselves, with their versions. */
  readonly announced: ReadonlyMap<string, readonly string[]>;
  /** Packages that are recognized when the file is loaded: those that esbuild did not minify. */
  readonly loaded: ReadonlySet<string>;
  /** Packages that are seen by a diagnostics channel that they publish. */
  readonly published: ReadonlySet<string>;
  /** Packages that should be instrumented but are not. */
  readonly unseen: readonly string[];
}

/** A smaller minified file that names no package may be the application's own code. */
const LARGE = 100 * 1024;

/** Characters in an average line. Lines this long are not written by hand. */
const MINIFIED = 200;

/**
 * Whether the files of an application contain packages that no instrumentation can see. Bundler marks that
 * also appear when packages are left out do not count.
 *
 * @param source the source of its files
 * @param dependencies the packages that it declares
 * @param isRecognized whether its modules can be recognized when it is loaded
 */
export function detectBundle(
  source: string,
  dependencies: readonly string[] = [],
  isRecognized = true,
): Bundle | undefined {
  const announced = announcedPackages(source);
  const packages = packagesIn(source);
  const isNamed = packages.length > 0 || announced.size > 0 || PACKAGE_PATHS.some(mark => mark.test(source));
  const bundler = bundlerOf(source);
  if (!isNamed && bundler !== 'Next.js' && !hidesPackages(source, dependencies)) return undefined;
  const loaded = announced.size > 0 || !isRecognized ? new Set<string>() : loadedModules(source);
  const isFound = (name: string) => announced.has(name) || loaded.has(name);
  const published = new Set(publishing(source).filter(name => !isFound(name)));
  const isSeen = (name: string) => isFound(name) || published.has(name);
  // With the plugin, a package that is not announced may be there in part: in files that nothing waits for.
  const present = announced.size > 0 ? markedLibraries(source) : packages;
  const unseen = present.filter(name => isInstrumented(name) && !isSeen(name));
  return { bundler: bundler ?? 'a bundler', packages, announced, loaded, published, unseen };
}

/** Packages → the driver whose calls their channels tell. */
const DRIVERS: Readonly<Record<string, string>> = { mssql: 'tedious' };

/**
 * Packages whose mark is once in each copy of them, and in each copy that publishes also the name of a channel. Copies of
 * two versions may be there, of which one does not publish.
 */
const COUNTED = ['@redis/client', 'ai', 'express', 'graphql', 'ioredis', 'mongoose', 'mysql2'];

function isInstrumented(name: string): boolean {
  return Object.hasOwn(LIBRARY_MARKS, name) || UNMARKED_LIBRARIES.includes(name);
}

/** The packages whose channels otel-run listens to in any bundle. */
function publishing(source: string): readonly string[] {
  return Object.entries(PUBLISHED_CHANNELS)
    .filter(([name, [channel]]) => {
      const copies = COUNTED.includes(name) ? source.split(LIBRARY_MARKS[name] ?? '').length - 1 : 1;
      return source.includes(channel) && namesOf(channel, source) >= copies;
    })
    .flatMap(([name]) => [name, ...[DRIVERS[name] ?? []].flat()]);
}

function namesOf(channel: string, source: string): number {
  return ['"', "'", '`'].reduce((sum, quote) => sum + source.split(quote + channel + quote).length - 1, 0);
}

/** See `src/preload/hooks/loaded-bundle.ts`. */
const LOADED =
  /\b__commonJS\d*\(\{\s*(?:async )?"(?:[^"\s]*\/)?node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\/[^"\s]+"\(exports/g;

function loadedModules(source: string): ReadonlySet<string> {
  return new Set([...source.matchAll(LOADED)].map(([, name = '']) => name));
}

function packagesIn(source: string): readonly string[] {
  const isPath = PACKAGE_PATHS.some(mark => mark.test(source));
  return [...new Set([...(isPath ? namesInPaths(source) : []), ...markedLibraries(source)])].sort();
}

function namesInPaths(source: string): readonly string[] {
  const names = source.matchAll(
    /node_modules\/(?:\.pnpm\/[^/"'\s]+\/node_modules\/)?((?:@[\w.-]+\/)?[\w.-]+)\//g,
  );
  return [...names].map(([, name = '']) => name);
}

function markedLibraries(source: string): readonly string[] {
  return Object.keys(LIBRARY_MARKS).filter(name => source.includes(LIBRARY_MARKS[name] ?? ''));
}

/** Enough minified code of a bundler, and none of the declared packages is imported. */
function hidesPackages(source: string, dependencies: readonly string[]): boolean {
  if (source.length < LARGE || source.length / source.split('\n').length < MINIFIED) return false;
  if (bundlerOf(source) === undefined && dependencies.length === 0) return false;
  return !dependencies.some(name => imports(source, name));
}

/** Whether a package is required or imported by its name or by a path in it. */
function imports(source: string, name: string): boolean {
  const escaped = name.replace(/[.$]/g, '\\$&');
  return new RegExp(`(?:require\\(|import\\(|from|import) *["'\`]${escaped}(?:/[^"'\`]*)?["'\`]`).test(
    source,
  );
}
