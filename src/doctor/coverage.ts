import { isBuiltin } from 'node:module';
import type { BundledInstrumentation } from 'virtual:instrumentations';
import satisfies from 'semver/functions/satisfies.js';
import { type Finding, finding } from '../config/finding.ts';
import type { Settings } from '../config/settings.ts';
import { isEnabled, POLICIES } from '../libraries/instrumentation-policy.ts';
import { libraryList } from '../libraries/library-list.ts';
import type { Bundle } from './bundle.ts';
import type { InstalledPackage } from './installed-packages.ts';

/** Whether a package of the application will be instrumented. `installed` is its version. */
export interface InstrumentationRow {
  readonly name: string;
  readonly package: string;
  readonly installed: string | null;
  readonly status: 'active' | 'disabled' | 'unsupported-version' | 'bundled' | 'not-installed';
  /** How an active instrumentation sees the package. */
  readonly via?: 'modules' | 'plugin' | 'channel' | 'load';
  /** The telemetry of an active instrumentation, in the words of `docs/libraries.md`. */
  readonly arrives?: string;
}

/** The inputs of coverage. `settings` are read from the environment that the command would have. */
export interface CoverageFacts {
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  readonly nodeVersion: string;
  readonly installed: ReadonlyMap<string, readonly InstalledPackage[]>;
  /** The packages that the application's own files contain. */
  readonly bundle?: Bundle | undefined;
}

/** The packages that coverage covers. */
export function targetPackages(instrumentations: readonly BundledInstrumentation[]): readonly string[] {
  return instrumentations.flatMap(packagesOf).filter(name => !isBuiltin(name));
}

/**
 * What each instrumentation will do: a row for every installed package that it
 * instruments, or one row if there is none.
 */
export function coverage(
  instrumentations: readonly BundledInstrumentation[],
  facts: CoverageFacts,
): readonly InstrumentationRow[] {
  return instrumentations.flatMap(instrumentation => rowsOf(instrumentation, facts));
}

function rowsOf(
  instrumentation: BundledInstrumentation,
  facts: CoverageFacts,
): readonly InstrumentationRow[] {
  const enabled = isEnabled(instrumentation.shortName, facts.settings);
  const { atStart, channel } = POLICIES[instrumentation.shortName] ?? {};
  if (channel) return [startRow(instrumentation, enabled, facts)];
  if (atStart) return [startRow(instrumentation, enabled && atStart(facts.settings, facts.env), facts)];
  const rows = packagesOf(instrumentation).map(name => rowOf(instrumentation, name, enabled, facts));
  const active = rows.filter(({ status }) => status === 'active');
  const hidden = rows.filter(({ status }) => status === 'bundled');
  const installed = rows.filter(({ status }) => status !== 'not-installed');
  // One instrumentation covers several generations of a library: `redis` 5 through `@redis/client`.
  if (active.length > 0) return [...active, ...hidden];
  return installed.length > 0 ? installed : rows.slice(0, 1);
}

function rowOf(
  { name, targets }: BundledInstrumentation,
  packageName: string,
  enabled: boolean,
  { installed, nodeVersion, bundle }: CoverageFacts,
): InstrumentationRow {
  const row = { name, package: packageName };
  if (isBuiltin(packageName)) return { ...row, installed: nodeVersion, ...statusOf(enabled, 'modules') };
  const announced = bundle?.announced.get(packageName);
  const versions = announced ?? installed.get(packageName)?.map(({ version }) => version) ?? [];
  const ranges = targets[packageName] ?? ['*'];
  const supported = versions.find(version => ranges.some(range => satisfies(version, range)));
  const version = supported ?? versions[0] ?? null;
  if (!announced && bundle?.published.has(packageName))
    return { ...row, installed: version, ...statusOf(enabled, 'channel') };
  if (!announced && bundle?.unseen.includes(packageName))
    return { ...row, installed: version, status: enabled ? 'bundled' : 'disabled' };
  // Without a package.json next to the bundle, a run assumes the newest version.
  if (version === null && bundle?.loaded.has(packageName))
    return { ...row, installed: null, ...statusOf(enabled, 'load') };
  if (version === null) return { ...row, installed: null, status: 'not-installed' };
  if (enabled && supported === undefined)
    return { ...row, installed: version, status: 'unsupported-version' };
  const via = announced ? 'plugin' : bundle?.loaded.has(packageName) ? 'load' : 'modules';
  return { ...row, installed: version, ...statusOf(enabled, via) };
}

function statusOf(
  enabled: boolean,
  via: NonNullable<InstrumentationRow['via']>,
): Pick<InstrumentationRow, 'status' | 'via'> {
  return enabled ? { status: 'active', via } : { status: 'disabled' };
}

/** The telemetry of each active instrumentation, from the tables that also produce the list of libraries. */
export function withArrivals(
  rows: readonly InstrumentationRow[],
  instrumentations: readonly BundledInstrumentation[],
): readonly InstrumentationRow[] {
  const listed = new Map(
    libraryList(instrumentations).map(({ name, arrives }) => [name, arrives.join('; ')]),
  );
  const arrivals = new Map(instrumentations.map(({ name, shortName }) => [name, listed.get(shortName)]));
  return rows.map(row => {
    const arrives = row.status === 'active' ? arrivals.get(row.name) : undefined;
    return arrives ? { ...row, arrives } : row;
  });
}

/** Some instrumentations have no module to wait for: they listen to events that Node.js publishes. */
function startRow(
  { name, shortName }: BundledInstrumentation,
  active: boolean,
  { nodeVersion }: CoverageFacts,
): InstrumentationRow {
  const via = POLICIES[shortName]?.channel ? 'channel' : 'modules';
  return { name, package: shortName, installed: nodeVersion, ...statusOf(active, via) };
}

function packagesOf({ targets, shortName }: BundledInstrumentation): readonly string[] {
  const names = Object.keys(targets);
  return names.length > 0 ? names : [shortName];
}

/** A finding for each unsupported version of a package that the application itself depends on. */
export function versionFindings(
  rows: readonly InstrumentationRow[],
  instrumentations: readonly BundledInstrumentation[],
  dependencies: readonly string[],
): readonly Finding[] {
  const unsupported = rows.filter(
    row => row.status === 'unsupported-version' && dependencies.includes(row.package),
  );
  return unsupported.map(({ name, package: subject, installed }) => {
    const { targets = {} } = instrumentations.find(candidate => candidate.name === name) ?? {};
    const supported = targets[subject]?.join(' or ') ?? '*';
    return finding('version-unsupported', subject, { installed: installed ?? '', supported });
  });
}
