import type { CheckResult, Comparison, Evidence } from '../../checks/check.ts';
import { widthOf } from '../display-width.ts';
import { fitColumns } from '../fit-columns.ts';
import { type Look, wrap } from './look.ts';

const MOST_EVIDENCE = 5;

/** A diff is shown in full. */
const MOST_LINES_OF_DIFF = 40;

const MARKS = { pass: '✓', fail: '✗', warn: '!', skip: '–' } as const;

const STYLES = { pass: 'green', fail: 'red', warn: 'yellow', skip: 'dim' } as const;

const ID_COLUMNS = 27;

type OutcomeOfCheck = keyof typeof MARKS;

/** Failed checks with their evidence, errors before warnings; passed checks in one line, or one by one. */
export function checkLines(checks: readonly CheckResult[], look: Look, verbose: boolean): string[] {
  if (verbose) return ['checks', ...checks.flatMap(check => linesOfCheck(check, look))];
  const of = (outcome: OutcomeOfCheck) => checks.filter(check => outcomeOf(check) === outcome);
  return [
    'checks',
    ...[...of('fail'), ...of('warn')].flatMap(check => linesOfCheck(check, look)),
    ...summary(of('pass'), 'pass', 'passed', look),
    ...summary(of('skip'), 'skip', 'not run', look),
  ];
}

function summary(
  checks: readonly CheckResult[],
  outcome: OutcomeOfCheck,
  what: string,
  look: Look,
): string[] {
  if (checks.length === 0) return [];
  const { paint, columns } = look;
  const names = outcome === 'pass' ? '' : `: ${checks.map(({ id }) => id).join(', ')}`;
  const [first = '', ...rest] = wrap(`${checks.length} ${what}${names}`, columns - 4);
  return [`  ${paint(STYLES[outcome], MARKS[outcome])} ${first}`, ...rest.map(line => `    ${line}`)];
}

function outcomeOf({ status, severity }: CheckResult): OutcomeOfCheck {
  return status === 'fail' && severity === 'warning' ? 'warn' : status;
}

function linesOfCheck(check: CheckResult, look: Look): string[] {
  const { id, message, evidence } = check;
  const outcome = outcomeOf(check);
  const indent = look.columns < 70 ? 4 : ID_COLUMNS + 5;
  const head = `  ${look.paint(STYLES[outcome], MARKS[outcome])} ${fitColumns(id, ID_COLUMNS)} `;
  const lines = wrap(message, look.columns - indent);
  const shown = evidence.slice(0, id === 'snapshot' ? MOST_LINES_OF_DIFF : MOST_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    ...(indent === 4
      ? [head.trimEnd(), ...lines.map(line => `    ${line}`)]
      : lines.map((line, index) => (index === 0 ? head + line : `${' '.repeat(indent)}${line}`))),
    ...shown.flatMap(one => evidenceLines(one, look)),
    ...(more > 0 ? [`      · and ${more} more`] : []),
  ];
}

function evidenceLines({ kind, text, source, traceId, comparison }: Evidence, look: Look): string[] {
  if (kind === 'snapshot') return [diffLine(text, look)];
  const words = comparison ? withoutComparison(text) : text;
  const parts = [source, words, traceId && `trace ${traceId}`].filter(Boolean).join('  ');
  return [
    ...wrap(parts, look.columns - 8).map((line, index) => `      ${index === 0 ? '·' : ' '} ${line}`),
    ...(comparison ? comparisonLines(comparison, look) : []),
  ];
}

/** The expected values and the differences are in the table below. */
function withoutComparison(text: string): string {
  const [wanted = '', ...rest] = text.split('; ');
  const near = rest.find(part => part.startsWith('nearest: '))?.replace(/(?<=\)): .*$/s, '');
  return [wanted.replace(/ with .*$/s, ''), rest.find(part => part.startsWith('found ')), near]
    .filter(Boolean)
    .join('; ');
}

function diffLine(text: string, { paint, columns }: Look): string {
  const style = { '+': 'green', '-': 'red', '~': 'yellow' }[text[0] ?? ''] ?? 'dim';
  return `      ${paint(style as 'green', fitColumns(text, columns - 6).trimEnd())}`;
}

/** Expected and received values in separate columns. */
function comparisonLines(comparison: readonly Comparison[], { paint, columns }: Look): string[] {
  const heads = { what: '', expected: 'expected', received: 'received', met: true };
  const all = [heads, ...comparison];
  const room = columns - 14;
  const whatColumns = Math.min(
    Math.floor(room * 0.4),
    widest(all, ({ what }) => what),
  );
  const expectedColumns = Math.min(
    Math.floor((room - whatColumns) / 2),
    widest(all, ({ expected }) => expected),
  );
  const receivedColumns = Math.max(8, room - whatColumns - expectedColumns);
  return all.map((row, index) => {
    const line = [
      fitColumns(row.what, whatColumns),
      fitColumns(row.expected, expectedColumns),
      fitColumns(row.received, receivedColumns).trimEnd(),
    ].join('  ');
    if (index === 0) return paint('dim', `          ${line}`);
    return row.met ? `          ${line}` : `        ${paint('red', `✗ ${line}`)}`;
  });
}

function widest(rows: readonly Comparison[], textOf: (row: Comparison) => string): number {
  return Math.max(...rows.map(row => widthOf(textOf(row))));
}
