import type { Span } from '../receiver/telemetry.ts';
import { isSameCall, operationOf } from './operation.ts';

/** A span that records the same operation as another span. */
export interface DuplicateSpan {
  readonly span: Span;
  readonly of: Span;
  /** `repeats` or `is nested in`. */
  readonly how: string;
}

/** Kinds that stand for one call or one message. Internal spans may nest and repeat freely. */
const OPERATIONS: readonly string[] = ['server', 'client', 'producer', 'consumer'];

/** Nanoseconds between two instrumentations' views of the same operation. */
const CLOSE = 1_000_000n;

/** The same for one instrumentation that is installed twice. Concurrent equal calls are further apart. */
const VERY_CLOSE = 50_000n;

/** Internal spans of a library that may be between two spans of one call. */
const DEPTH = 5;

/**
 * Finds operations that have more than one span with different ids: a span inside another one of
 * the same kind and process, with the same name or for the same call, or next to another one
 * with the same start, end and content.
 *
 * @param spans each span id once: a repeated id is a repeated delivery, not a duplicate
 */
export function findDuplicates(spans: readonly Span[]): DuplicateSpan[] {
  const byId = new Map(spans.map(span => [`${span.traceId}/${span.spanId}`, span]));
  const operations = spans.filter(({ kind }) => OPERATIONS.includes(kind));
  const parentOf = ({ traceId, parentSpanId }: Span) => byId.get(`${traceId}/${parentSpanId}`);
  const nested = operations.flatMap((span): DuplicateSpan[] => {
    const parent = parentOf(span);
    const of = parent && isSameOperation(span, parent) ? parent : callAround(span, parentOf);
    return of ? [{ span, of, how: 'is nested in' }] : [];
  });
  return [...nested, ...repeated(operations)];
}

/** A process serves a request once, whatever the names of its spans. */
function isSameOperation(span: Span, parent: Span): boolean {
  if (span.kind !== parent.kind || !isSameProcess(span, parent)) return false;
  return span.kind === 'server' || span.name === parent.name;
}

/** The enclosing span of another library for the same call. */
function callAround(span: Span, parentOf: (span: Span) => Span | undefined): Span | undefined {
  const operation = operationOf(span);
  let around = parentOf(span);
  for (let depth = 0; around?.kind === 'internal' && depth < DEPTH; depth++) around = parentOf(around);
  const outer = around && operationOf(around);
  if (!around || !operation || !outer || !isSameProcess(span, around)) return undefined;
  return around.scope.name !== span.scope.name && isSameCall(operation, outer) ? around : undefined;
}

function repeated(operations: readonly Span[]): DuplicateSpan[] {
  const found: DuplicateSpan[] = [];
  const earlier = new Map<string, Span[]>();
  for (const span of operations) {
    // Two SDKs give one operation two traces, so roots are compared with roots.
    const place = span.parentSpanId === null ? 'root' : `${span.traceId}/${span.parentSpanId}`;
    // Different instrumentations name the same served request or call differently.
    const name = span.kind === 'server' ? '' : (operationOf(span)?.text ?? span.name);
    const key = `${place}/${span.kind}/${name}`;
    const candidates = earlier.get(key) ?? [];
    const of = candidates.find(candidate => isRepetition(span, candidate));
    if (of) found.push({ span, of, how: 'repeats' });
    earlier.set(key, [...candidates, span]);
  }
  return found;
}

function isRepetition(one: Span, other: Span): boolean {
  if (!isSameProcess(one, other) || isElsewhere(one, other)) return false;
  if (!isSameInstrumentation(one, other)) return isClose(one, other, CLOSE);
  return (
    one.name === other.name &&
    isClose(one, other, VERY_CLOSE) &&
    asJson(one.attributes) === asJson(other.attributes)
  );
}

/** Fields that two instrumentations record equally for one operation. */
const TARGETS = ['url.full', 'url.path', 'server.port', 'messaging.message.id'];

function isElsewhere(one: Span, other: Span): boolean {
  const [call, beside] = [operationOf(one), operationOf(other)];
  if (call && beside && !isSameCall(call, beside)) return true;
  return TARGETS.some(name => {
    const [first, second] = [one.attributes[name], other.attributes[name]];
    return first !== undefined && second !== undefined && asJson(first) !== asJson(second);
  });
}

function isSameProcess(one: Span, other: Span): boolean {
  const name = 'process.pid';
  return one.resource[name] === other.resource[name];
}

function isSameInstrumentation(one: Span, other: Span): boolean {
  const names = ['service.instance.id', 'telemetry.distro.name'];
  return (
    asJson(one.scope) === asJson(other.scope) &&
    names.every(name => one.resource[name] === other.resource[name])
  );
}

function isClose(one: Span, other: Span, limit: bigint): boolean {
  return (
    distance(one.startTimeUnixNano, other.startTimeUnixNano) < limit &&
    distance(one.endTimeUnixNano, other.endTimeUnixNano) < limit
  );
}

function distance(one: bigint, other: bigint): bigint {
  return one > other ? one - other : other - one;
}

function asJson(value: unknown): string {
  return JSON.stringify(value);
}
