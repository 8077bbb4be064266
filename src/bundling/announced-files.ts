import { type AnnouncedPackage, announcedPackages } from 'virtual:announced-modules';
import { parseWorkSpans } from '../config/parse/work-spans.ts';
import type { Announcement, Role } from './announcement.ts';
import { EsPackage } from './es-package.ts';
import { entriesOf, type PackageFolder, packageOf, pathIn } from './package-of-file.ts';

/** A file that announces itself. */
export interface AnnouncedFile {
  readonly announcement: Announcement;
  /** The ES modules of its package. */
  readonly files: EsPackage;
}

/**
 * Packages whose functions are named as work when the bundle is built. Of others, only the presence is known.
 */
const NAMED = parseWorkSpans(process.env.OTEL_RUN_WORK_SPANS)
  .workSpans.map(({ module }) => module)
  .filter(module => /^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(module));

const awaitedPackages: Readonly<Record<string, AnnouncedPackage>> = {
  ...Object.fromEntries(NAMED.map(name => [name, { entry: true, files: [] }])),
  ...announcedPackages,
};

/** Names of packages that the preload waits for. */
export const ANNOUNCED_NAMES: readonly string[] = Object.keys(awaitedPackages);

/**
 * Whether the preload waits for a file of a package, and under which name.
 *
 * @param file an absolute path, links followed
 * @returns undefined for all other files, including those of the application
 */
export function announcedFile(file: string): AnnouncedFile | undefined {
  const found = packageOf(file);
  if (!found || !Object.hasOwn(awaitedPackages, found.manifest.name) || isBuilt(found)) return undefined;
  const path = pathIn(found, file);
  const role = roleOf(found, path);
  if (role === undefined) return undefined;
  const { name, version } = found.manifest;
  return { announcement: { name, version, path, role }, files: modulesOf(found) };
}

/** The package that is being built may have any name. */
function isBuilt({ folder }: PackageFolder): boolean {
  return process.cwd() === folder;
}

function roleOf(found: PackageFolder, path: string): Role | undefined {
  const { entry, files } = awaitedPackages[found.manifest.name] ?? { entry: false, files: [] };
  if (entry && entriesIn(found).has(path)) return 'entry';
  const file = files.find(file => file === path) ?? files.find(file => twin(file) === twin(path));
  return file === undefined ? undefined : { file };
}

/** A path without the parts for a file's module format: `dist/esm/index.mjs` equals `dist/cjs/index.js`. */
function twin(path: string): string {
  return path
    .replace(/\.[cm]?js$/, '')
    .split('/')
    .map(segment => (/^(?:dist-)?(?:cjs|esm?|commonjs)$/.test(segment) ? '' : segment))
    .join('/');
}

const entries = new WeakMap<PackageFolder, ReadonlySet<string>>();

function entriesIn(found: PackageFolder): ReadonlySet<string> {
  const known = entries.get(found) ?? entriesOf(found);
  entries.set(found, known);
  return known;
}

const packages = new WeakMap<PackageFolder, EsPackage>();

function modulesOf(found: PackageFolder): EsPackage {
  const known = packages.get(found) ?? new EsPackage(found);
  packages.set(found, known);
  return known;
}
