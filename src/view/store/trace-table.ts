import type { HeldSpan } from './held.ts';
import { LIMITS } from './limits.ts';

/** The received part of a trace. */
export interface HeldTrace {
  readonly traceId: string;
  readonly spans: Map<string, HeldSpan>;
  bytes: number;
  /** The revision of the store at its last change. */
  revision: number;
  /** The time when a part of it last arrived. */
  changedMs: number;
}

/** Traces in order of first arrival. */
export interface TraceTable {
  readonly traces: ReadonlyMap<string, HeldTrace>;
  readonly spanCount: number;
  readonly bytes: number;
  readonly dropped: { readonly traces: number; readonly spans: number };
  /** Adds a span to its trace, or replaces the span with the same id. */
  add(span: HeldSpan, revision: number, nowMs: number): void;
  /** Drops the oldest trace. A single trace continues without its beginning. */
  dropOldest(revision: number): void;
  /** Traces that were dropped after a revision; undefined if that is no longer known. */
  removedSince(revision: number): readonly string[] | undefined;
}

/** A dropped trace, with its revision. */
interface Removal {
  readonly traceId: string;
  readonly revision: number;
}

export function createTraceTable(): TraceTable {
  return new LimitedTraces();
}

class LimitedTraces implements TraceTable {
  readonly traces = new Map<string, HeldTrace>();
  spanCount = 0;
  bytes = 0;
  readonly #removals: Removal[] = [];
  readonly #dropped = { traces: 0, spans: 0 };
  #forgotten = 0;

  get dropped(): TraceTable['dropped'] {
    return { ...this.#dropped };
  }

  add(span: HeldSpan, revision: number, nowMs: number): void {
    const trace = this.traces.get(span.traceId) ?? newTrace(span.traceId);
    this.traces.set(span.traceId, trace);
    const before = putSpan(trace, span);
    this.bytes += span.bytes - (before?.bytes ?? 0);
    if (!before) this.spanCount += 1;
    Object.assign(trace, { revision, changedMs: nowMs });
  }

  dropOldest(revision: number): void {
    const [trace] = this.traces.values();
    if (trace && this.traces.size === 1) this.#dropFirstSpan(trace);
    else if (trace) this.#dropTrace(trace, revision);
  }

  removedSince(known: number): readonly string[] | undefined {
    return known < this.#forgotten ? undefined : removedAfter(this.#removals, known);
  }

  #dropFirstSpan(trace: HeldTrace): void {
    const span = removeFirstSpan(trace);
    if (!span) return;
    this.bytes -= span.bytes;
    this.spanCount -= 1;
    this.#dropped.spans += 1;
  }

  #dropTrace(trace: HeldTrace, revision: number): void {
    this.traces.delete(trace.traceId);
    this.spanCount -= trace.spans.size;
    this.bytes -= trace.bytes;
    this.#dropped.traces += 1;
    this.#dropped.spans += trace.spans.size;
    this.#removals.push({ traceId: trace.traceId, revision });
    if (this.#removals.length > LIMITS.removals)
      this.#forgotten = this.#removals.shift()?.revision ?? this.#forgotten;
  }
}

function removedAfter(removals: readonly Removal[], known: number): readonly string[] {
  return removals.filter(({ revision }) => revision > known).map(({ traceId }) => traceId);
}

/** @returns the replaced span with the same id */
function putSpan(trace: HeldTrace, span: HeldSpan): HeldSpan | undefined {
  const before = trace.spans.get(span.spanId);
  trace.spans.set(span.spanId, span);
  trace.bytes += span.bytes - (before?.bytes ?? 0);
  return before;
}

function removeFirstSpan(trace: HeldTrace): HeldSpan | undefined {
  const [span] = trace.spans.values();
  if (!span) return undefined;
  trace.spans.delete(span.spanId);
  trace.bytes -= span.bytes;
  return span;
}

function newTrace(traceId: string): HeldTrace {
  return { traceId, spans: new Map(), bytes: 0, revision: 0, changedMs: 0 };
}
