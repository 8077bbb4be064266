import type { ViewFinding, ViewFindingCode } from '../model/findings.ts';
import type { ViewLog } from '../model/logs.ts';
import type { ViewSpan } from '../model/spans.ts';

const LONGEST_VALUE = 300;
const LONGEST_STACK = 1500;

/** A span in a line, with its start relative to the trace. */
export function briefSpan(span: ViewSpan, traceStartMs: number): object {
  const { spanId, parentSpanId, depth, name, kind, service, target, statusCode, status, exception } = span;
  return withoutNulls({
    spanId,
    parentSpanId,
    depth,
    name,
    kind,
    service,
    target,
    statusCode,
    startMs: round(span.startTimeMs - traceStartMs),
    durationMs: round(span.durationMs),
    ...(status.code !== 'unset' && { status: status.code, statusMessage: shorten(status.message) || null }),
    exception: exception && briefException(exception),
  });
}

/** A record with short values. */
export function briefLog({
  id,
  traceId,
  spanId,
  service,
  timeMs,
  severity,
  message,
  attributes,
  exception,
}: ViewLog): object {
  const shown = Object.entries(attributes).filter(([name]) => !name.startsWith('exception.'));
  return withoutNulls({
    id,
    traceId,
    spanId,
    service,
    time: toIso(timeMs),
    severity,
    message: shorten(message),
    attributes: Object.fromEntries(
      shown.map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]),
    ),
    exception: exception && briefException(exception),
  });
}

/** A finding with its latest place. */
export function briefFinding({
  id,
  code,
  severity,
  title,
  fix,
  service,
  count,
  ...rest
}: ViewFinding): object {
  const { traceId, spanId, logId, source, exception, lastTimeMs } = rest;
  return withoutNulls({
    id,
    code: code satisfies ViewFindingCode,
    severity,
    title,
    fix: fix || null,
    service,
    count,
    lastTime: toIso(lastTimeMs),
    traceId,
    spanId,
    logId,
    source,
    exception: exception && briefException(exception),
  });
}

function briefException({
  type,
  message,
  stacktrace,
  source,
  excerpt,
}: NonNullable<ViewSpan['exception']>): object {
  const lines = excerpt.map(({ line, text, at }) => `${at ? '>' : ' '} ${line} ${text}`);
  return withoutNulls({
    type,
    message: shorten(message),
    source,
    code: lines.length > 0 ? lines.join('\n') : null,
    stacktrace: stacktrace.slice(0, LONGEST_STACK) || null,
  });
}

/** Empty fields cost an agent as much as useful ones. */
export function withoutNulls(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !isEmptyList(value)),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** A time as a string, '' if there is none. */
export function toIso(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
