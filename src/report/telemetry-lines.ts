import type { Attributes, AttributeValue, LogRecord, Span } from '../receiver/telemetry.ts';
import { printable } from '../shared/printable.ts';
import { fitColumns } from './fit-columns.ts';
import { inTreeOrder } from './span-tree.ts';

export interface TelemetryLinesOptions {
  /** Colour with ANSI codes; default false. */
  readonly color?: boolean;
  /** Width of a line in terminal columns; default 100, at least 80. */
  readonly columns?: number;
}

const ANSI = { dim: 2, red: 31, yellow: 33, cyan: 36 } as const;
type Color = keyof typeof ANSI;

const GAP = '  ';
/** The fixed columns. The text gets the rest. */
const COLUMNS = { service: 14, label: 8, duration: 9, status: 5, trace: 8 } as const;
const DEEPEST_INDENT = 10;

const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Attributes of nearly every error record that never fit in one line. */
const HIDDEN_ATTRIBUTES = ['exception.stacktrace'];

/**
 * Received spans and log records as lines for a terminal, spans first. A span is service, kind, name (with
 * the status message), duration, status and the start of its trace id, below its parent and indented when
 * the parent is among the spans. A log record is service, severity, body with attributes, and trace id.
 * Control characters in what was received become spaces.
 */
export function telemetryLines(
  telemetry: { readonly spans: readonly Span[]; readonly logs: readonly LogRecord[] },
  { color = false, columns = 100 }: TelemetryLinesOptions = {},
): string[] {
  const paint = (text: string, name: Color | null) =>
    color && name ? `\u001B[${ANSI[name]}m${text}\u001B[0m` : text;
  const width = Math.max(80, columns);
  return [
    ...inTreeOrder(telemetry.spans).map(({ span, depth }) => spanLine(span, depth, width, paint)),
    ...telemetry.logs.map(log => logLine(log, width, paint)),
  ];
}

type Paint = (text: string, color: Color | null) => string;

function spanLine(span: Span, depth: number, columns: number, paint: Paint): string {
  const { service, label, duration, status, trace } = COLUMNS;
  const nameColumns = columns - (service + label + duration + status + trace) - 5 * GAP.length;
  const indent = '  '.repeat(Math.min(depth, DEEPEST_INDENT));
  const message = span.status.message && `: ${span.status.message}`;
  const isError = span.status.code === 'error';
  return [
    paint(fitColumns(serviceName(span), service), 'cyan'),
    paint(fitColumns(span.kind, label), 'dim'),
    paint(fitColumns(indent + oneLine(span.name + message), nameColumns), isError ? 'red' : null),
    fitColumns(describeDuration(span.durationMs), duration, 'right'),
    paint(fitColumns(span.status.code === 'unset' ? '' : span.status.code, status), isError ? 'red' : null),
    paint(fitColumns(span.traceId.slice(0, trace), trace), 'dim'),
  ]
    .join(GAP)
    .trimEnd();
}

function logLine(log: LogRecord, columns: number, paint: Paint): string {
  const { service, label, trace } = COLUMNS;
  const textColumns = columns - (service + label + trace) - 3 * GAP.length;
  const body = log.body === null ? log.eventName : describeValue(log.body);
  const text = [body, describeAttributes(log.attributes)].map(oneLine).filter(Boolean).join(GAP);
  return [
    paint(fitColumns(serviceName(log), service), 'cyan'),
    paint(fitColumns(severity(log), label), severityColor(log.severityNumber)),
    fitColumns(text, textColumns),
    paint(fitColumns(log.traceId?.slice(0, trace) ?? '', trace), 'dim'),
  ]
    .join(GAP)
    .trimEnd();
}

function serviceName({ resource }: Span | LogRecord): string {
  return oneLine(describeValue(resource['service.name'] ?? ''));
}

function describeDuration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${ms.toFixed(1)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Severity numbers come in fours: 1–4 is TRACE, 21–24 FATAL. */
function severity({ severityText, severityNumber }: LogRecord): string {
  return oneLine(severityText).toUpperCase() || (SEVERITIES[Math.ceil(severityNumber / 4) - 1] ?? '');
}

function severityColor(severityNumber: number): Color | null {
  if (severityNumber >= 17) return 'red';
  if (severityNumber >= 13) return 'yellow';
  return severityNumber < 9 ? 'dim' : null;
}

function describeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([name]) => !HIDDEN_ATTRIBUTES.includes(name))
    .map(([name, value]) => `${name}=${describeValue(value, true)}`)
    .join(' ');
}

function describeValue(value: AttributeValue, quoted = false): string {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (typeof value !== 'string') return JSON.stringify(value);
  return quoted && /\s|^$/.test(value) ? JSON.stringify(value) : value;
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}
