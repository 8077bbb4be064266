import { isBuiltin } from 'node:module';
import type { BundledInstrumentation } from 'virtual:instrumentations';
import satisfies from 'semver/functions/satisfies.js';
import { type Finding, finding } from '../config/finding.ts';
import type { Settings } from '../config/settings.ts';
import { isEnabled, POLICIES } from '../libraries/instrumentation-policy.ts';
import type { InstalledPackage } from './installed-packages.ts';

/** Whether a package of the application will be instrumented. `installed` is its version. */
export interface InstrumentationRow {
  readonly name: string;
  readonly package: string;
  readonly installed: string | null;
  readonly status: 'active' | 'disabled' | 'unsupported-version' | 'not-installed';
}

/** What coverage depends on. `settings` are read from the environment that the command would have. */
export interface CoverageFacts {
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  readonly nodeVersion: string;
  readonly installed: ReadonlyMap<string, readonly InstalledPackage[]>;
}

/** The packages that coverage asks about. */
export function targetPackages(instrumentations: readonly BundledInstrumentation[]): readonly string[] {
  return instrumentations.flatMap(packagesOf).filter(name => !isBuiltin(name));
}

/** What each instrumentation will do: a row for every package it instruments, or one where none is installed. */
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
  const installed = rows.filter(({ installed }) => installed !== null);
  // One instrumentation covers several generations of a library: `redis` 5 through `@redis/client`.
  if (active.length > 0) return active;
  return installed.length > 0 ? installed : rows.slice(0, 1);
}

function rowOf(
  { name, targets }: BundledInstrumentation,
  packageName: string,
  enabled: boolean,
  { installed, nodeVersion }: CoverageFacts,
): InstrumentationRow {
  const row = { name, package: packageName };
  if (isBuiltin(packageName))
    return { ...row, installed: nodeVersion, status: enabled ? 'active' : 'disabled' };
  const copies = installed.get(packageName);
  if (!copies?.[0]) return { ...row, installed: null, status: 'not-installed' };
  const ranges = targets[packageName] ?? ['*'];
  const supported = copies.find(({ version }) => ranges.some(range => satisfies(version, range)));
  const { version } = supported ?? copies[0];
  if (!enabled) return { ...row, installed: version, status: 'disabled' };
  return { ...row, installed: version, status: supported ? 'active' : 'unsupported-version' };
}

/** Some have no module to wait for: they listen to what Node.js itself publishes. */
function startRow(
  { name, shortName }: BundledInstrumentation,
  active: boolean,
  { nodeVersion }: CoverageFacts,
): InstrumentationRow {
  return { name, package: shortName, installed: nodeVersion, status: active ? 'active' : 'disabled' };
}

function packagesOf({ targets, shortName }: BundledInstrumentation): readonly string[] {
  const names = Object.keys(targets);
  return names.length > 0 ? names : [shortName];
}

/** A finding for each package that the application itself asks for in a version that is not supported. */
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
