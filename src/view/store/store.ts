import type { LogRecord, Span, Telemetry } from '../../receiver/telemetry.ts';
import { type HeldLog, type HeldSpan, holdLog, holdSpan } from './held.ts';
import { LIMITS } from './limits.ts';
import { createLogList, type LogList } from './log-list.ts';
import { createMetricTable, type MetricTable } from './metric-table.ts';
import { createResources, type Resources } from './resources.ts';

/** A trace as far as it has arrived. */
export interface HeldTrace {
  readonly traceId: string;
  readonly spans: Map<string, HeldSpan>;
  bytes: number;
  /** That of the store when it last changed. */
  revision: number;
  /** When something of it last arrived. */
  changedMs: number;
}

/** Something that arrived with a secret in it, as it was: to be judged, never to be kept. */
export interface Leaky {
  readonly spans: readonly Span[];
  readonly logs: readonly { readonly sent: LogRecord; readonly id: number }[];
}

/** What a view holds: the newest spans, records and metrics, within bounds. */
export interface Store {
  /** Grows with each change. */
  readonly revision: number;
  readonly traces: ReadonlyMap<string, HeldTrace>;
  readonly logs: LogList;
  readonly metrics: MetricTable;
  readonly resources: Resources;
  readonly held: { readonly traces: number; readonly spans: number; readonly logs: number };
  readonly dropped: { readonly traces: number; readonly spans: number; readonly logs: number };
  /** When metrics last changed, as a revision. */
  readonly metricsRevision: number;
  /** Adds what arrived, and drops the oldest beyond the bounds. */
  add(batch: Telemetry, nowMs: number): Leaky;
  /** Says that a trace is to be told about again, although nothing of it arrived. */
  touch(traceId: string): void;
  /** Takes the next revision, for something beside the store that changed. */
  nextRevision(): number;
  /** Traces that went after a revision; undefined where that is not known any more. */
  removedSince(revision: number): readonly string[] | undefined;
}

/** @param maxSpans how many spans are held, and how many records */
export function createStore(maxSpans: number): Store {
  const traces = new Map<string, HeldTrace>();
  const logs = createLogList();
  const resources = createResources();
  const metrics = createMetricTable(resources);
  const removals: { readonly traceId: string; readonly revision: number }[] = [];
  const dropped = { traces: 0, spans: 0, logs: 0 };
  let revision = 0;
  let forgotten = 0;
  let metricsRevision = 0;
  let spanCount = 0;
  let spanBytes = 0;
  let lastLogId = 0;

  function addSpan(sent: Span, nowMs: number): boolean {
    const { held, hid } = holdSpan({ ...sent, scope: resources.holdScope(sent.scope) }, keep(sent));
    const trace = traces.get(sent.traceId) ?? newTrace(sent.traceId);
    traces.set(sent.traceId, trace);
    const before = trace.spans.get(held.spanId);
    trace.spans.set(held.spanId, held);
    const growth = held.bytes - (before?.bytes ?? 0);
    trace.bytes += growth;
    spanBytes += growth;
    if (!before) spanCount += 1;
    trace.revision = revision;
    trace.changedMs = nowMs;
    return hid;
  }

  function addLog(sent: LogRecord, nowMs: number): { held: HeldLog; hid: boolean } {
    const place = { id: ++lastLogId, revision, arrivalMs: nowMs };
    const result = holdLog({ ...sent, scope: resources.holdScope(sent.scope) }, keep(sent), place);
    logs.push(result.held);
    const trace = traces.get(sent.traceId ?? '');
    if (trace) trace.revision = revision;
    return result;
  }

  function keep({ resource }: Span | LogRecord) {
    const { id, attributes } = resources.hold(resource);
    return { resource: attributes, resourceId: id };
  }

  function newTrace(traceId: string): HeldTrace {
    return { traceId, spans: new Map(), bytes: 0, revision, changedMs: 0 };
  }

  function isFull(): boolean {
    return spanCount > maxSpans || spanBytes + logs.bytes > LIMITS.bytes;
  }

  /** Whichever of the two takes more gives first, where it is the bytes that are too many. */
  function dropOldest(): void {
    while (logs.length > maxSpans || (isFull() && spanCount <= maxSpans && logs.bytes > spanBytes)) dropLog();
    while (isFull() && spanCount > 0) dropTrace();
  }

  function dropLog(): void {
    if (logs.shift()) dropped.logs += 1;
  }

  function dropTrace(): void {
    const [trace] = traces.values();
    if (!trace) return;
    if (traces.size === 1) {
      dropFirstSpan(trace);
      return;
    }
    traces.delete(trace.traceId);
    spanCount -= trace.spans.size;
    spanBytes -= trace.bytes;
    dropped.traces += 1;
    dropped.spans += trace.spans.size;
    removals.push({ traceId: trace.traceId, revision });
    if (removals.length > LIMITS.removals) forgotten = removals.shift()?.revision ?? forgotten;
  }

  /** A trace that is all there is goes on without its beginning. */
  function dropFirstSpan(trace: HeldTrace): void {
    for (const [spanId, { bytes }] of trace.spans) {
      trace.spans.delete(spanId);
      trace.bytes -= bytes;
      spanBytes -= bytes;
      spanCount -= 1;
      dropped.spans += 1;
      return;
    }
  }

  return {
    get revision() {
      return revision;
    },
    get metricsRevision() {
      return metricsRevision;
    },
    get held() {
      return { traces: traces.size, spans: spanCount, logs: logs.length };
    },
    get dropped() {
      return { ...dropped };
    },
    traces,
    logs,
    metrics,
    resources,
    add(batch, nowMs) {
      revision += 1;
      // Without ids nothing can be said about a span; OTLP does not allow it.
      const spans = batch.spans.filter(({ traceId, spanId }) => traceId !== '' && spanId !== '');
      const leakySpans = spans.filter(span => addSpan(span, nowMs));
      const leakyLogs = batch.logs.flatMap(sent => {
        const { held, hid } = addLog(sent, nowMs);
        return hid ? [{ sent, id: held.id }] : [];
      });
      for (const point of batch.metricPoints) metrics.add(point);
      if (batch.metricPoints.length > 0) metricsRevision = revision;
      dropOldest();
      return { spans: leakySpans, logs: leakyLogs };
    },
    touch(traceId) {
      const trace = traces.get(traceId);
      if (trace) trace.revision = ++revision;
    },
    nextRevision: () => ++revision,
    removedSince(known) {
      if (known < forgotten) return undefined;
      return removals.filter(removal => removal.revision > known).map(({ traceId }) => traceId);
    },
  };
}
