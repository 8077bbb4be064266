import type { Attributes, LogRecord, Span } from '../receiver/telemetry.ts';

/** A failure, at the place where it first occurred. */
export interface FailureGroup {
  readonly span: Span | undefined;
  readonly log: LogRecord | undefined;
  /** `exception.*` attributes; undefined if no exception was recorded. */
  readonly exception: Attributes | undefined;
}

/** The lowest severity number of ERROR. Source: OpenTelemetry's logs data model. */
const ERROR = 17;

/**
 * The failures of one trace, or of records outside of traces. An error passes through several spans and is
 * often logged as well. It counts once, at the deepest span.
 */
export function findFailures(spans: readonly Span[], logs: readonly LogRecord[]): FailureGroup[] {
  const failed = new Map(
    spans.filter(({ status }) => status.code === 'error').map(span => [placeOf(span), span]),
  );
  const errors = logs.filter(({ severityNumber }) => severityNumber >= ERROR);
  const logged = new Map(errors.filter(isException).map(log => [placeOf(log), log]));
  const ofSpans = deepest(failed).map((span): FailureGroup => {
    const exception = exceptionAbove(span, failed);
    if (exception) return { span, log: undefined, exception };
    const log = logged.get(placeOf(span));
    return { span, log, exception: log?.attributes };
  });
  const seen = new Set(ofSpans.flatMap(({ exception }) => (exception ? identityOf(exception) : [])));
  return [...ofSpans, ...ofLogs(errors, failed.size > 0, seen)];
}

/** Logged failures that no span has: each error once, and plain messages only if no span failed. */
function ofLogs(errors: readonly LogRecord[], spansFailed: boolean, seen: Set<string>): FailureGroup[] {
  return errors.flatMap((log): FailureGroup[] => {
    if (!isException(log)) return spansFailed ? [] : [{ span: undefined, log, exception: undefined }];
    const identity = identityOf(log.attributes);
    if (seen.has(identity)) return [];
    seen.add(identity);
    return [{ span: undefined, log, exception: log.attributes }];
  });
}

function deepest(failed: ReadonlyMap<string, Span>): Span[] {
  const parents = new Set([...failed.values()].map(parentOf));
  return [...failed].flatMap(([place, span]) => (parents.has(place) ? [] : [span]));
}

/**
 * The exception of a span or of the failed spans above it: a call may fail with
 * a status, its caller with an error.
 */
function exceptionAbove(span: Span, failed: ReadonlyMap<string, Span>): Attributes | undefined {
  const seen = new Set<Span>();
  for (let next: Span | undefined = span; next && !seen.has(next); next = failed.get(parentOf(next))) {
    seen.add(next);
    const event = next.events.findLast(({ name }) => name === 'exception');
    if (event) return event.attributes;
  }
  return undefined;
}

function placeOf({ traceId, spanId }: Pick<LogRecord, 'traceId' | 'spanId'>): string {
  return `${traceId}/${spanId}`;
}

function parentOf({ traceId, parentSpanId }: Span): string {
  return `${traceId}/${parentSpanId}`;
}

function isException({ attributes }: LogRecord): boolean {
  return attributes['exception.type'] !== undefined || attributes['exception.message'] !== undefined;
}

function identityOf(exception: Attributes): string {
  return JSON.stringify([exception['exception.type'], exception['exception.message']]);
}
