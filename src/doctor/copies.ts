import { relative, sep } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import type { InstalledPackage } from './installed-packages.ts';

const API = '@opentelemetry/api';

/**
 * OpenTelemetry packages of which a process may have only one copy: one copy does not find what
 * another registers, records or wraps.
 */
const ALONE = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace',
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/sdk-logs',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/instrumentation',
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/context-async-hooks',
];

/** All packages whose copies matter. */
export const SINGLE_PACKAGES: readonly string[] = [API, ...ALONE];

/** Where copies were searched for, and where otel-run itself is: copies below otel-run do not count. */
export interface CopiesFacts {
  readonly installed: ReadonlyMap<string, readonly InstalledPackage[]>;
  readonly folder: string;
  readonly ownFolder: string;
}

/**
 * Findings about copies of OpenTelemetry packages in an application. Any copy of version 1 of the API works.
 * The global registration is kept per major version, and telemetry recorded through another version is
 * silently lost (https://github.com/open-telemetry/opentelemetry-js/tree/main/api#version-compatibility).
 */
export function copyFindings({ installed, folder, ownFolder }: CopiesFacts): readonly Finding[] {
  const copiesOf = (name: string) =>
    (installed.get(name) ?? []).filter(copy => !copy.folder.startsWith(ownFolder + sep));
  const shown = (copies: readonly InstalledPackage[]) =>
    copies.map(copy => `${copy.version} in ${relative(folder, copy.folder) || '.'}`);
  const api = copiesOf(API);
  const foreign = api.filter(({ version }) => !version.startsWith('1.'));
  const served = api.filter(({ version }) => version.startsWith('1.'));
  const several = ALONE.map(name => [name, copiesOf(name)] as const).filter(
    ([, copies]) => copies.length > 1,
  );
  return [
    ...foreign.map(copy => finding('api-version', API, { version: copy.version, folder: copy.folder })),
    ...(served.length > 1 ? [finding('api-copies', API, { copies: shown(served) })] : []),
    ...several.map(([name, copies]) => finding('sdk-copies', name, { copies: shown(copies) })),
  ];
}
