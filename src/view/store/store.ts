import type { LogRecord, Span, Telemetry } from '../../receiver/telemetry.ts';
import { holdLog, holdSpan } from './held.ts';
import { LIMITS } from './limits.ts';
import { createLogList, type LogList } from './log-list.ts';
import { createMetricTable, type MetricTable } from './metric-table.ts';
import { createResources, type ResourceTable } from './resources.ts';
import { createTraceTable, type HeldTrace } from './trace-table.ts';

/** An item that arrived with a secret, unchanged: it is checked but never stored. */
export interface Leaky {
  readonly spans: readonly Span[];
  readonly logs: readonly { readonly sent: LogRecord; readonly id: number }[];
}

/** The contents of a view: the newest spans, records and metrics, within limits. */
export interface Store {
  /** Grows with each change. */
  readonly revision: number;
  readonly traces: ReadonlyMap<string, HeldTrace>;
  readonly logs: LogList;
  readonly metrics: MetricTable;
  readonly resources: ResourceTable;
  readonly held: { readonly traces: number; readonly spans: number; readonly logs: number };
  readonly dropped: { readonly traces: number; readonly spans: number; readonly logs: number };
  /** When metrics last changed, as a revision. */
  readonly metricsRevision: number;
  /** Adds what arrived, and drops the oldest items above the limits. */
  add(batch: Telemetry, nowMs: number): Leaky;
  /** Marks a trace as changed, although nothing of it arrived. */
  touch(traceId: string): void;
  /** Takes the next revision, for a change outside of the store. */
  nextRevision(): number;
  /** Traces that were dropped after a revision; undefined if that is no longer known. */
  removedSince(revision: number): readonly string[] | undefined;
}

/** @param maxSpans maximum number of spans, and of records */
export function createStore(maxSpans: number): Store {
  const table = createTraceTable();
  const logs = createLogList();
  const resources = createResources();
  const metrics = createMetricTable(resources);
  let revision = 0;
  let metricsRevision = 0;
  let lastLogId = 0;
  let droppedLogs = 0;

  const keep = ({ resource }: Span | LogRecord) => {
    const { id, attributes } = resources.hold(resource);
    return { resource: attributes, resourceId: id };
  };

  function addSpan(sent: Span, nowMs: number): boolean {
    const { held, hid } = holdSpan({ ...sent, scope: resources.holdScope(sent.scope) }, keep(sent));
    table.add(held, revision, nowMs);
    return hid;
  }

  function addLog(sent: LogRecord, nowMs: number): Leaky['logs'] {
    const place = { id: ++lastLogId, revision, arrivalMs: nowMs };
    const { held, hid } = holdLog({ ...sent, scope: resources.holdScope(sent.scope) }, keep(sent), place);
    logs.push(held);
    const trace = table.traces.get(sent.traceId ?? '');
    if (trace) trace.revision = revision;
    return hid ? [{ sent, id: held.id }] : [];
  }

  /** If there are too many bytes, the larger of the two lists is reduced first. */
  function dropOldest(): void {
    const isTooMuch = () => table.bytes + logs.bytes > LIMITS.bytes;
    while (logs.length > maxSpans || (isTooMuch() && logs.bytes > table.bytes)) {
      logs.shift();
      droppedLogs += 1;
    }
    while (table.spanCount > maxSpans || (isTooMuch() && table.spanCount > 0)) table.dropOldest(revision);
  }

  return {
    get revision() {
      return revision;
    },
    get metricsRevision() {
      return metricsRevision;
    },
    get held() {
      return { traces: table.traces.size, spans: table.spanCount, logs: logs.length };
    },
    get dropped() {
      return { ...table.dropped, logs: droppedLogs };
    },
    traces: table.traces,
    ...{ logs, metrics, resources },
    add(batch, nowMs) {
      revision += 1;
      // A span without ids is useless, and OTLP does not allow it.
      const spans = batch.spans.filter(({ traceId, spanId }) => traceId !== '' && spanId !== '');
      const leaky = {
        spans: spans.filter(span => addSpan(span, nowMs)),
        logs: batch.logs.flatMap(log => addLog(log, nowMs)),
      };
      for (const point of batch.metricPoints) metrics.add(point);
      if (batch.metricPoints.length > 0) metricsRevision = revision;
      dropOldest();
      return leaky;
    },
    touch(traceId) {
      const trace = table.traces.get(traceId);
      if (trace) trace.revision = ++revision;
    },
    nextRevision: () => ++revision,
    removedSince: table.removedSince,
  };
}
