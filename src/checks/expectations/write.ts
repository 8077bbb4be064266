import { stringify } from 'yaml';
import type { LogRecord, Span, Telemetry } from '../../receiver/telemetry.ts';
import { bodyText } from '../evidence.ts';
import { hideSecrets } from '../secret-patterns.ts';
import { stableName, stableText, VARYING } from '../stable-text.ts';

const HEAD = `# The telemetry that smoke expects. Written from a run by otel-run smoke --expect with --update; edit it freely.
`;

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Deeper calls belong in a snapshot. */
const DEEPEST = 3;

interface SpanEntry {
  readonly name: string;
  readonly kind: string;
  readonly status?: 'error';
  readonly attributes?: Record<string, number>;
  readonly children?: readonly SpanEntry[];
}

/**
 * Writes a file of expectations that match what arrived: each kind of trace with its calls, and
 * each kind of record. Varying parts become regular expressions. Items with a secret and
 * otel-run's own records are left out.
 */
export function writeExpectations({ spans, logs }: Telemetry): string {
  const byId = new Map(spans.map(span => [`${span.traceId}/${span.spanId}`, span]));
  const roots = spans.filter(({ traceId, parentSpanId }) => !byId.has(`${traceId}/${parentSpanId}`));
  const records = logs.filter(({ scope }) => scope.name !== 'otel-run');
  const content = {
    spans: distinct(roots.filter(isOpen).map(root => spanEntry(root, spans, 1))),
    logs: distinct(records.filter(log => hasNoSecret(bodyText(log))).flatMap(log => logEntry(log, byId))),
  };
  return HEAD + stringify(Object.fromEntries(Object.entries(content).filter(([, list]) => list.length > 0)));
}

function spanEntry(span: Span, spans: readonly Span[], depth: number): SpanEntry {
  const status = span.attributes['http.response.status_code'];
  const below = spans.filter(
    ({ traceId, parentSpanId }) => traceId === span.traceId && parentSpanId === span.spanId,
  );
  const children =
    depth < DEEPEST ? distinct(below.filter(isOpen).map(child => spanEntry(child, spans, depth + 1))) : [];
  return {
    name: matcher(span.name, stableName(span.name)),
    kind: span.kind,
    ...(span.status.code === 'error' && { status: 'error' as const }),
    ...(typeof status === 'number' && { attributes: { 'http.response.status_code': status } }),
    ...(children.length > 0 && { children }),
  };
}

function logEntry(log: LogRecord, byId: ReadonlyMap<string, Span>): object[] {
  const severity = SEVERITIES[Math.ceil(log.severityNumber / 4) - 1];
  if (typeof log.body !== 'string' || severity === undefined) return [];
  const span = byId.get(`${log.traceId}/${log.spanId}`);
  return [
    {
      body: matcher(log.body, stableText(log.body)),
      severity,
      ...(span && isOpen(span) && { span: matcher(span.name, stableName(span.name)) }),
    },
  ];
}

/** The string itself, or a regular expression if a part of it varies or if it would be read as one. */
function matcher(text: string, stable: string): string {
  if (stable === text && !/^\/.+\/[imsu]*$/s.test(text)) return text;
  const pattern = stable.split(VARYING).map(escapePattern).join('.+');
  return `/^${pattern}/`;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function isOpen({ name }: Span): boolean {
  return hasNoSecret(name);
}

function hasNoSecret(text: string): boolean {
  return hideSecrets(text) === text;
}

function distinct<Entry>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()];
}
