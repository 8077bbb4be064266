import type { Facts } from '../../checks/facts.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import { shownValue } from '../../checks/shown-value.ts';
import type { LogRecord } from '../../receiver/telemetry.ts';
import { printable } from '../../shared/printable.ts';
import { widthOf } from '../display-width.ts';
import { fitColumns } from '../fit-columns.ts';
import { type Trace, toTraces, type WaterfallRow } from '../waterfall.ts';
import type { Look } from './look.ts';
import { spanDetails, spanError } from './span-words.ts';

const DURATION_COLUMNS = 9;

/** The bars get a third of a line, but at most this. */
const MOST_BAR_COLUMNS = 40;
const LEAST_BAR_COLUMNS = 8;

const MOST_TRACES = 10;

/** Per trace, because a loop of queries is one line after another. */
const MOST_SPANS = 40;

interface TraceLook extends Look {
  readonly barColumns: number;
  /** Whether the spans come from more than one process. */
  readonly showsProcess: boolean;
}

/** A waterfall of each trace, with its records. */
export function traceLines({ telemetry }: Facts, look: Look): string[] {
  const { spans, logs } = telemetry;
  const traces = toTraces(spans, logs);
  if (traces.length === 0) return [];
  const traceLook = {
    ...look,
    barColumns: Math.max(LEAST_BAR_COLUMNS, Math.min(MOST_BAR_COLUMNS, Math.floor(look.columns * 0.3))),
    showsProcess: new Set(spans.map(({ resource }) => resource['process.pid'])).size > 1,
  };
  const more = traces.length - MOST_TRACES;
  return [
    'traces',
    ...traces.slice(0, MOST_TRACES).flatMap(trace => linesOfTrace(trace, traceLook)),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function linesOfTrace({ traceId, rows }: Trace, look: TraceLook): string[] {
  const shown = rows
    .slice(0, MOST_SPANS)
    .flatMap(row => [
      spanLine(row, look),
      ...errorLine(row, look),
      ...row.logs.map(({ log }) => logLine(log, row.depth + 1, look)),
    ]);
  const more = rows.length - MOST_SPANS;
  return [
    look.paint('dim', `  trace ${printable(traceId)}`),
    ...shown,
    ...(more > 0 ? [`    and ${more} more spans`] : []),
  ];
}

function spanLine({ span, depth, offset, width }: WaterfallRow, look: TraceLook): string {
  const { paint, columns, barColumns, showsProcess } = look;
  const labelColumns = Math.max(12, columns - 4 - barColumns - DURATION_COLUMNS - 2);
  const name = `${'  '.repeat(depth)}${printable(hideSecrets(span.name))}`;
  const details = spanDetails(span, showsProcess).join(' · ');
  const room = labelColumns - widthOf(name) - 2;
  const label =
    details === '' || room < 3
      ? fitColumns(name, labelColumns)
      : `${name}  ${paint('dim', fitColumns(details, room))}`;
  const before = Math.min(barColumns - 1, Math.floor(offset * barColumns));
  const length = Math.max(1, Math.min(barColumns - before, Math.round(width * barColumns)));
  const bar = fitColumns(`${' '.repeat(before)}${'━'.repeat(length)}`, barColumns);
  const duration = fitColumns(`${span.durationMs.toFixed(1)} ms`, DURATION_COLUMNS, 'right');
  return `    ${label} ${paint(span.status.code === 'error' ? 'red' : 'cyan', bar)} ${duration}`;
}

function errorLine({ span, depth }: WaterfallRow, { paint, columns }: Look): string[] {
  const error = spanError(span);
  if (error === undefined) return [];
  return [paint('red', `    ${fitColumns(`${'  '.repeat(depth + 1)}✗ ${error}`, columns - 4).trimEnd()}`)];
}

/** One record in one line. */
export function logLine({ body, eventName }: LogRecord, depth: number, { paint, columns }: Look): string {
  const line = printable(shownValue('', body ?? eventName)).replace(/\s+/g, ' ');
  return paint('dim', `    ${fitColumns(`${'  '.repeat(depth)}“${line}”`, columns - 4).trimEnd()}`);
}
