import type { CheckResult, Evidence } from '../checks/check.ts';
import { plural } from '../checks/evidence.ts';
import type { Facts } from '../checks/facts.ts';
import { hideSecrets } from '../checks/secret-patterns.ts';
import { differenceLines, differences } from '../checks/snapshot/difference.ts';
import { shapeOf } from '../checks/snapshot/take-shape.ts';
import { printableAll } from '../shared/printable.ts';
import { COST_HEADS, costRows, monthWords } from './cost-words.ts';
import { headline } from './headline.ts';
import type { SmokeReport } from './report.ts';

const MOST_EVIDENCE = 10;
const MOST_DIFFERENCES = 200;

/** A smoke run for a pull request: headline, failed checks, cost, and what changed against the snapshot. */
export function smokeMarkdown(given: SmokeReport, facts: Facts): string {
  const report = printableAll(given);
  const service = facts.expected.serviceName ?? report.command.join(' ');
  return `${[
    `### ${report.ok ? '✅' : '❌'} Telemetry of ${inline(service)}`,
    `**${inline(headline(facts))}**`,
    checkSection(report),
    costSection(report),
    savingSection(report),
    snapshotSection(facts),
  ]
    .filter(Boolean)
    .join('\n\n')}\n\n`;
}

function checkSection({ checks }: SmokeReport): string {
  const failed = checks.filter(({ status }) => status === 'fail');
  const skipped = checks.filter(({ status }) => status === 'skip').length;
  const passed = checks.length - failed.length - skipped;
  const counts = `${plural(passed, 'check')} passed, ${failed.length} failed, ${skipped} not run.`;
  return [counts, ...failed.map(checkItem)].join('\n\n');
}

function checkItem({ id, severity, message, evidence }: CheckResult): string {
  const shown = evidence.slice(0, MOST_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    `${severity === 'error' ? '❌' : '⚠️'} \`${id}\`: ${inline(message)}`,
    ...shown.flatMap(evidenceLines),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join('\n');
}

function evidenceLines({ text, source, comparison }: Evidence): string[] {
  const place = source ? ` (${inline(source)})` : '';
  if (!comparison) return [`- ${inline(text)}${place}`];
  return [
    `- ${inline(text.split('; nearest: ')[0] ?? text)}${place}`,
    '',
    ...table(
      ['', 'what', 'expected', 'received'],
      comparison.map(({ met, what, expected, received }) => [met ? '' : '❌', what, expected, received]),
    ),
    '',
  ];
}

function costSection({ cost }: SmokeReport): string {
  const month = monthWords(cost);
  return [
    '**Cost**',
    table(COST_HEADS, costRows(cost)).join('\n'),
    ...(month === '' ? [] : [`${month[0]?.toUpperCase()}${month.slice(1)}.`]),
  ].join('\n\n');
}

function savingSection({ cost: { savings } }: SmokeReport): string {
  if (savings.length === 0) return '';
  const lines = savings.map(({ message, fix }) => `- ${inline(message)}: ${inline(fix)}`);
  return ['**What costs most**', lines.join('\n')].join('\n\n');
}

function snapshotSection(facts: Facts): string {
  const { snapshot } = facts;
  if (snapshot === undefined) return '';
  const title = `**Against \`${snapshot.file}\`**`;
  if (snapshot.before === null) return `${title}\n\nThe snapshot is new.`;
  const found = differences(snapshot.before, shapeOf(facts));
  if (found.length === 0) return `${title}\n\nNothing changed.`;
  const lines = differenceLines(found).map(line => hideSecrets(line).replaceAll('```', "'''"));
  const shown = lines.slice(0, MOST_DIFFERENCES).map(line => line.replace(/^ {2}(?=[-+~])/, ''));
  const more = lines.length - shown.length;
  return [
    title,
    ['```diff', ...shown, ...(more > 0 ? [`and ${more} lines more`] : []), '```'].join('\n'),
  ].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  const aligned = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(heads), `| ${aligned.join(' | ')} |`, ...rows.map(line)];
}

/** Escapes a string for a line of Markdown. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
