import type { CheckResult } from '../checks/check.ts';
import { describeArgv, plural } from '../checks/evidence.ts';
import type { Facts } from '../checks/facts.ts';
import { hideSecrets } from '../checks/secret-patterns.ts';
import { shownValue } from '../checks/shown-value.ts';
import type { LogRecord } from '../receiver/telemetry.ts';
import { printable, printableAll } from '../shared/printable.ts';
import type { Paint } from './colours.ts';
import { fitColumns } from './fit-columns.ts';
import { toProcessTree } from './process-tree.ts';
import type { SmokeReport } from './report.ts';
import { toTraces, type WaterfallRow } from './waterfall.ts';

const COLUMNS = 80;

const BAR_COLUMNS = 24;

const DURATION_COLUMNS = 9;

const MOST_LABEL_COLUMNS = 42;

const MOST_TRACES = 10;

/** Of each trace; a loop of queries is one line after the other. */
const MOST_SPANS = 40;

const MOST_EVIDENCE = 5;

const MARKS = { pass: '✓', fail: '✗', warn: '!', skip: '–' } as const;

/** A smoke run for a terminal of 80 columns: processes, requests, a waterfall of each trace, checks, score. */
export function smokeText(given: SmokeReport, facts: Facts, paint: Paint): string {
  const report = printableAll(given);
  const sections = [
    processLines(report, paint),
    requestLines(report, paint),
    traceLines(facts, paint),
    ['checks', ...report.checks.flatMap(check => checkLines(check, paint))],
    summaryLines(report, paint),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function processLines({ processes }: SmokeReport, paint: Paint): string[] {
  const labelled = toProcessTree(processes).map(({ process, depth }) => {
    const name = process.threadId === 0 ? describeArgv(process.argv) : `worker thread ${process.threadId}`;
    return { process, label: `${'  '.repeat(depth)}${process.pid} ${name}` };
  });
  const columns = Math.min(MOST_LABEL_COLUMNS, Math.max(0, ...labelled.map(({ label }) => label.length)));
  const rows = labelled.map(({ process, label }) => {
    const decision = process.reason === null ? process.decision : `${process.decision}: ${process.reason}`;
    const style = process.decision === 'initialized' ? 'green' : 'dim';
    return `  ${fitColumns(label, columns)}  ${paint(style, fitColumns(decision, COLUMNS - columns - 4).trimEnd())}`;
  });
  return ['processes', ...(rows.length > 0 ? rows : ['  none'])];
}

function requestLines({ requests }: SmokeReport, paint: Paint): string[] {
  if (requests.length === 0) return [];
  const rows = requests.map(({ method, url, status, error, durationMs }) => {
    const outcome = error === null ? `${status}, ${durationMs} ms` : paint('red', error);
    return `  ${hideSecrets(`${method} ${url}`)} → ${outcome}`;
  });
  return ['requests', ...rows];
}

function traceLines({ telemetry }: Facts, paint: Paint): string[] {
  const traces = toTraces(telemetry.spans, telemetry.logs);
  const shown = traces
    .slice(0, MOST_TRACES)
    .flatMap(({ traceId, rows }) => [
      paint('dim', `  trace ${printable(traceId)}`),
      ...rows
        .slice(0, MOST_SPANS)
        .flatMap(row => [spanLine(row, paint), ...row.logs.map(({ log }) => logLine(log, row.depth, paint))]),
      ...(rows.length > MOST_SPANS ? [`    and ${rows.length - MOST_SPANS} more spans`] : []),
    ]);
  const more = traces.length - MOST_TRACES;
  return traces.length === 0 ? [] : ['traces', ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function spanLine({ span, depth, offset, width }: WaterfallRow, paint: Paint): string {
  const nameColumns = COLUMNS - 4 - BAR_COLUMNS - DURATION_COLUMNS - 2;
  const name = fitColumns(`${'  '.repeat(depth)}${printable(hideSecrets(span.name))}`, nameColumns);
  const before = Math.min(BAR_COLUMNS - 1, Math.floor(offset * BAR_COLUMNS));
  const length = Math.max(1, Math.min(BAR_COLUMNS - before, Math.round(width * BAR_COLUMNS)));
  const bar = fitColumns(`${' '.repeat(before)}${'━'.repeat(length)}`, BAR_COLUMNS);
  const duration = fitColumns(`${span.durationMs.toFixed(1)} ms`, DURATION_COLUMNS, 'right');
  const style = span.status.code === 'error' ? 'red' : 'cyan';
  return `    ${name} ${paint(style, bar)} ${duration}`;
}

function logLine({ body, eventName }: LogRecord, depth: number, paint: Paint): string {
  const line = printable(shownValue('', body ?? eventName)).replace(/\s+/g, ' ');
  return paint('dim', `    ${fitColumns(`${'  '.repeat(depth + 1)}“${line}”`, COLUMNS - 4).trimEnd()}`);
}

function checkLines({ id, status, severity, message, evidence }: CheckResult, paint: Paint): string[] {
  const outcome = status === 'fail' && severity === 'warning' ? 'warn' : status;
  const style = ({ pass: 'green', fail: 'red', warn: 'yellow', skip: 'dim' } as const)[outcome];
  const head = `  ${paint(style, MARKS[outcome])} ${fitColumns(id, 27)} `;
  const lines = wrap(message, COLUMNS - 32);
  const shown = evidence.slice(0, MOST_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    ...lines.map((line, index) => (index === 0 ? head + line : `${' '.repeat(32)}${line}`)),
    ...shown.flatMap(({ text, source, traceId }) =>
      wrap([source, text, traceId && `trace ${traceId}`].filter(Boolean).join('  '), COLUMNS - 8).map(
        (line, index) => `      ${index === 0 ? '· ' : '  '}${line}`,
      ),
    ),
    ...(more > 0 ? [`      · and ${more} more`] : []),
  ];
}

function summaryLines({ ok, telemetry, score, checks }: SmokeReport, paint: Paint): string[] {
  const { spans, logs, metricPoints } = telemetry;
  const decided = score.rules.filter(({ status }) => status !== 'skip');
  const failed = decided.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const failing = checks.filter(({ status, severity }) => status === 'fail' && severity === 'error').length;
  return [
    `received ${plural(spans, 'span')}, ${plural(logs, 'log record')}, ${plural(metricPoints, 'metric point')}`,
    score.value === null
      ? 'Instrumentation Score: nothing to decide it by'
      : `Instrumentation Score ${score.value} ${score.category}, incomplete: ${decided.length} of ${score.rules.length} rules decided${failed.length > 0 ? `, failed: ${failed.join(' ')}` : ''}`,
    ok
      ? paint('green', 'smoke: every check holds')
      : paint('red', `smoke: ${plural(failing, 'check')} failed`),
  ].flatMap(line => (line.includes('\u001B') ? line : wrap(line, COLUMNS)));
}

/** Breaks a text at spaces; a word that is too long is broken itself. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(' ')
    .flatMap(part => part.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? [''])) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
