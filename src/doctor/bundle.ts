import { announcedPackages } from './announcements.ts';
import { bundlerOf, PACKAGE_PATHS } from './bundlers.ts';
import { LIBRARY_MARKS } from './library-marks.ts';

/** What shows that the application holds the code of other packages. `packages` are those that can be told. */
export interface Bundle {
  readonly bundler: string;
  readonly packages: readonly string[];
  /** Packages that announce themselves, by otel-run's plugin of the bundler, with their versions. */
  readonly announced: ReadonlyMap<string, readonly string[]>;
  /** Packages that are seen as the file is loaded: of what esbuild does not minify. */
  readonly loaded: ReadonlySet<string>;
  /** Packages that something waits for and that nothing sees; all packages where those are not known. */
  readonly unseen: readonly string[];
}

/** Below this a minified file that names no package may be an application's own. */
const LARGE = 100 * 1024;

/** Characters in an average line; nobody writes such lines by hand. */
const MINIFIED = 200;

/**
 * Whether the files of an application hold packages, where no instrumentation can see them. Marks of bundlers that are
 * also there when packages are left outside do not count.
 *
 * @param source the text of its files
 * @param dependencies the packages that it declares
 * @param isRecognized whether its modules can be seen as it is loaded
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
  const isSeen = (name: string) => announced.has(name) || loaded.has(name);
  const waitedFor = packages.filter(name => Object.hasOwn(LIBRARY_MARKS, name));
  const isKnown = announced.size + waitedFor.length > 0;
  const unseen = isKnown ? waitedFor.filter(name => !isSeen(name)) : packages;
  return { bundler: bundler ?? 'a bundler', packages, announced, loaded, unseen };
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

/** Minified code of a bundler, so much of it, and not one of the declared packages is imported. */
function hidesPackages(source: string, dependencies: readonly string[]): boolean {
  if (source.length < LARGE || source.length / source.split('\n').length < MINIFIED) return false;
  if (bundlerOf(source) === undefined && dependencies.length === 0) return false;
  return !dependencies.some(name => imports(source, name));
}

/** Whether a package is required or imported by its name, or by a path in it. */
function imports(source: string, name: string): boolean {
  const escaped = name.replace(/[.$]/g, '\\$&');
  return new RegExp(`(?:require\\(|import\\(|from|import) *["'\`]${escaped}(?:/[^"'\`]*)?["'\`]`).test(
    source,
  );
}
