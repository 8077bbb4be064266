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
  return new LimitedStore(maxSpans);
}

class LimitedStore implements Store {
  readonly logs = createLogList();
  readonly resources = createResources();
  readonly metrics = createMetricTable(this.resources);
  revision = 0;
  metricsRevision = 0;
  readonly #table = createTraceTable();
  readonly #maxSpans: number;
  #lastLogId = 0;
  #droppedLogs = 0;

  constructor(maxSpans: number) {
    this.#maxSpans = maxSpans;
  }

  get traces(): Store['traces'] {
    return this.#table.traces;
  }

  get held(): Store['held'] {
    return { traces: this.#table.traces.size, spans: this.#table.spanCount, logs: this.logs.length };
  }

  get dropped(): Store['dropped'] {
    return { ...this.#table.dropped, logs: this.#droppedLogs };
  }

  add(batch: Telemetry, nowMs: number): Leaky {
    this.revision += 1;
    // A span without ids is useless, and OTLP does not allow it.
    const spans = batch.spans.filter(({ traceId, spanId }) => traceId !== '' && spanId !== '');
    const leaky = {
      spans: spans.filter(span => this.#addSpan(span, nowMs)),
      logs: batch.logs.flatMap(log => this.#addLog(log, nowMs)),
    };
    for (const point of batch.metricPoints) this.metrics.add(point);
    if (batch.metricPoints.length > 0) this.metricsRevision = this.revision;
    this.#dropOldest();
    return leaky;
  }

  touch(traceId: string): void {
    const trace = this.traces.get(traceId);
    if (trace) trace.revision = this.nextRevision();
  }

  nextRevision(): number {
    this.revision += 1;
    return this.revision;
  }

  removedSince(revision: number): readonly string[] | undefined {
    return this.#table.removedSince(revision);
  }

  /** @returns whether the span has a secret */
  #addSpan(sent: Span, nowMs: number): boolean {
    const scope = this.resources.holdScope(sent.scope);
    const { held, hid } = holdSpan({ ...sent, scope }, this.#resourceOf(sent));
    this.#table.add(held, this.revision, nowMs);
    return hid;
  }

  /** @returns the record if it has a secret */
  #addLog(sent: LogRecord, nowMs: number): Leaky['logs'] {
    this.#lastLogId += 1;
    const place = { id: this.#lastLogId, revision: this.revision, arrivalMs: nowMs };
    const scope = this.resources.holdScope(sent.scope);
    const { held, hid } = holdLog({ ...sent, scope }, this.#resourceOf(sent), place);
    this.logs.push(held);
    const trace = this.traces.get(sent.traceId ?? '');
    if (trace) trace.revision = this.revision;
    return hid ? [{ sent, id: held.id }] : [];
  }

  #resourceOf({ resource }: Span | LogRecord) {
    const { id, attributes } = this.resources.hold(resource);
    return { resource: attributes, resourceId: id };
  }

  /** If there are too many bytes, the larger of the two lists is reduced first. */
  #dropOldest(): void {
    const table = this.#table;
    const { logs } = this;
    const isTooMuch = () => table.bytes + logs.bytes > LIMITS.bytes;
    while (logs.length > this.#maxSpans || (isTooMuch() && logs.bytes > table.bytes)) {
      logs.shift();
      this.#droppedLogs += 1;
    }
    while (table.spanCount > this.#maxSpans || (isTooMuch() && table.spanCount > 0))
      table.dropOldest(this.revision);
  }
}
