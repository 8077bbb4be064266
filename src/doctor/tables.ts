import { fitColumns } from '../report/fit-columns.ts';
import { wrapWords } from '../report/wrap-words.ts';
import type { ConfigRow } from './config-rows.ts';
import type { InstrumentationRow } from './coverage.ts';
import type { DoctorReport } from './report.ts';

const STATUSES: readonly [status: InstrumentationRow['status'], label: string][] = [
  ['active', 'active'],
  ['bundled', 'not seen'],
  ['unsupported-version', 'unsupported'],
  ['disabled', 'disabled'],
  ['not-installed', 'not installed'],
];

/** Every setting: name, value, source. A value that does not fit is cut; `--json` has it in full. */
export function settingLines(rows: readonly ConfigRow[], columns: number): readonly string[] {
  const longestName = Math.max(0, ...rows.map(({ name }) => name.length));
  const longestSource = Math.max(0, ...rows.map(({ source }) => source.length));
  const name = Math.min(longestName, 45);
  const source = Math.min(longestSource, 20);
  const value = columns - 6 - name - source;
  return rows.map(row => {
    const cells = [fitColumns(row.name, name), fitColumns(row.value ?? '(not set)', value)];
    return `  ${cells.join('  ')}  ${fitColumns(row.source, source)}`.trimEnd();
  });
}

/**
 * The packages of each status in one paragraph. Packages that are not installed are listed only on request.
 */
export function coverageLines(
  rows: readonly InstrumentationRow[],
  all: boolean,
  columns: number,
): readonly string[] {
  return STATUSES.flatMap(([status, label]) => {
    const packages = rows.filter(row => row.status === status);
    if (packages.length === 0 || (status === 'not-installed' && !all)) return [];
    const names = new Set(packages.map(row => [row.package, versionOf(row)].filter(Boolean).join(' ')));
    return wrapWords([...names].map(name => name.replaceAll(' ', '\u00A0')).join(', '), columns - 16).map(
      (line, index) => `  ${(index === 0 ? label : '').padEnd(13)} ${line.replaceAll('\u00A0', ' ')}`,
    );
  });
}

/** The telemetry of each installed package, on request: a line each. */
export function arrivalLines(rows: readonly InstrumentationRow[], columns: number): readonly string[] {
  const active = rows.filter(({ arrives, installed }) => arrives && installed !== process.versions.node);
  const longest = Math.min(Math.max(0, ...active.map(row => row.package.length)), 26);
  return active.flatMap(row =>
    wrapWords(row.arrives ?? '', columns - 4 - longest).map(
      (line, index) => `  ${(index === 0 ? row.package : '').padEnd(longest)}  ${line}`,
    ),
  );
}

/** For what belongs to Node.js, a version is meaningless. */
function versionOf({ name, package: packageName, installed }: InstrumentationRow): string {
  return installed === null || installed === process.versions.node || name.endsWith(`/${packageName}`)
    ? ''
    : installed;
}

/** Facts about the process that would run. */
export function processLines({ node, process: facts }: DoctorReport): readonly string[] {
  const memory = facts.memoryLimit === null ? 'not limited' : megabytes(facts.memoryLimit);
  const rows = [
    ['Node.js', `${node.version}${node.supported ? '' : ', not supported'}`],
    [
      'launch',
      node.launch === 'exec' ? 'the command replaces otel-run' : 'the command is a child of otel-run',
    ],
    ['process id 1', facts.pid1 ? 'yes' : 'no'],
    ['memory', memory],
    ...(facts.readOnlyFileSystem ? [['file system', 'read-only']] : []),
  ];
  return rows.map(([label = '', text = '']) => `  ${label.padEnd(13)} ${text}`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
