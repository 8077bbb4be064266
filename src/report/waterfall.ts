import type { LogRecord, Span } from '../receiver/telemetry.ts';
import { inTreeOrder } from './span-tree.ts';

/** One trace, ready to be drawn. */
export interface Trace {
  readonly traceId: string;
  readonly durationMs: number;
  readonly rows: readonly WaterfallRow[];
}

/** A span with its depth, and with its start and length as fractions (0 to 1) of the whole trace. */
export interface WaterfallRow {
  readonly span: Span;
  readonly depth: number;
  readonly offset: number;
  readonly width: number;
  /** Records written during the span, by time. */
  readonly logs: readonly { readonly log: LogRecord; readonly offset: number }[];
}

/** All traces by start time, with each span below its parent. A span id is drawn only once. */
export function toTraces(spans: readonly Span[], logs: readonly LogRecord[]): Trace[] {
  const unique = [...new Map(spans.map(span => [`${span.traceId}/${span.spanId}`, span])).values()];
  const byTrace = groupBy(unique.sort(byStart), ({ traceId }) => traceId);
  const bySpan = groupBy(logs, ({ traceId, spanId }) => `${traceId}/${spanId}`);
  return [...byTrace].map(([traceId, group]) => toTrace(traceId, group, bySpan));
}

function toTrace(
  traceId: string,
  spans: readonly Span[],
  bySpan: ReadonlyMap<string, readonly LogRecord[]>,
): Trace {
  const start = spans.map(({ startTimeUnixNano }) => startTimeUnixNano).sort(ascending)[0] ?? 0n;
  const ends = spans.map(({ endTimeUnixNano }) => endTimeUnixNano).sort(ascending);
  const length = Math.max(Number((ends.at(-1) ?? start) - start), 1);
  const part = (time: bigint) => Math.min(1, Math.max(0, Number(time - start) / length));
  const rows = inTreeOrder(spans).map(({ span, depth }) => ({
    span,
    depth,
    offset: part(span.startTimeUnixNano),
    width: Math.min(1, Number(span.endTimeUnixNano - span.startTimeUnixNano) / length),
    logs: (bySpan.get(`${traceId}/${span.spanId}`) ?? [])
      .map(log => ({ log, offset: part(log.timestamp || log.observedTimestamp) }))
      .sort((one, other) => one.offset - other.offset),
  }));
  return { traceId, durationMs: length / 1e6, rows };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function byStart(one: Span, other: Span): number {
  return Number(one.startTimeUnixNano - other.startTimeUnixNano);
}

function ascending(one: bigint, other: bigint): number {
  return Number(one - other);
}
