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
  const traces = new Map<string, HeldTrace>();
  const removals: Removal[] = [];
  const dropped = { traces: 0, spans: 0 };
  let spanCount = 0;
  let bytes = 0;
  let forgotten = 0;

  function dropFirstSpan(trace: HeldTrace): void {
    const span = removeFirstSpan(trace);
    if (!span) return;
    bytes -= span.bytes;
    spanCount -= 1;
    dropped.spans += 1;
  }

  function dropTrace(trace: HeldTrace, revision: number): void {
    traces.delete(trace.traceId);
    spanCount -= trace.spans.size;
    bytes -= trace.bytes;
    dropped.traces += 1;
    dropped.spans += trace.spans.size;
    removals.push({ traceId: trace.traceId, revision });
    if (removals.length > LIMITS.removals) forgotten = removals.shift()?.revision ?? forgotten;
  }

  return {
    traces,
    get spanCount() {
      return spanCount;
    },
    get bytes() {
      return bytes;
    },
    get dropped() {
      return { ...dropped };
    },
    add(span, revision, nowMs) {
      const trace = traces.get(span.traceId) ?? newTrace(span.traceId);
      traces.set(span.traceId, trace);
      const before = putSpan(trace, span);
      bytes += span.bytes - (before?.bytes ?? 0);
      if (!before) spanCount += 1;
      Object.assign(trace, { revision, changedMs: nowMs });
    },
    dropOldest(revision) {
      const [trace] = traces.values();
      if (trace && traces.size === 1) dropFirstSpan(trace);
      else if (trace) dropTrace(trace, revision);
    },
    removedSince: known => (known < forgotten ? undefined : removedAfter(removals, known)),
  };
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
