import type { LogRecord, Span } from '../receiver/telemetry.ts';

/** One trace, ready to be drawn. */
export interface Trace {
  readonly traceId: string;
  readonly durationMs: number;
  readonly rows: readonly WaterfallRow[];
}

/** A span in its place: how deep it is, where it starts and how long it is as parts (0 to 1) of the whole trace. */
export interface WaterfallRow {
  readonly span: Span;
  readonly depth: number;
  readonly offset: number;
  readonly width: number;
  /** Records that were written in it, by time. */
  readonly logs: readonly { readonly log: LogRecord; readonly offset: number }[];
}

/** Every trace by its start, each span below its parent. The same span id is drawn once. */
export function toTraces(spans: readonly Span[], logs: readonly LogRecord[]): Trace[] {
  const unique = [...new Map(spans.map(span => [`${span.traceId}/${span.spanId}`, span])).values()];
  const byTrace = new Map<string, Span[]>();
  for (const span of unique.sort(byStart)) {
    const group = byTrace.get(span.traceId) ?? [];
    group.push(span);
    byTrace.set(span.traceId, group);
  }
  return [...byTrace].map(([traceId, group]) => toTrace(traceId, group, logs));
}

function toTrace(traceId: string, spans: readonly Span[], logs: readonly LogRecord[]): Trace {
  const start = spans.map(({ startTimeUnixNano }) => startTimeUnixNano).sort(ascending)[0] ?? 0n;
  const end =
    spans
      .map(({ endTimeUnixNano }) => endTimeUnixNano)
      .sort(ascending)
      .at(-1) ?? start;
  const length = Math.max(Number(end - start), 1);
  const part = (time: bigint) => Math.min(1, Math.max(0, Number(time - start) / length));
  const rows = inTreeOrder(spans).map(({ span, depth }) => ({
    span,
    depth,
    offset: part(span.startTimeUnixNano),
    width: Math.min(1, Number(span.endTimeUnixNano - span.startTimeUnixNano) / length),
    logs: logs
      .filter(log => log.traceId === traceId && log.spanId === span.spanId)
      .map(log => ({ log, offset: part(log.timestamp || log.observedTimestamp) }))
      .sort((one, other) => one.offset - other.offset),
  }));
  return { traceId, durationMs: length / 1e6, rows };
}

/** Spans of one trace, by start: each followed by its children. One whose parent is missing is a root here. */
function inTreeOrder(spans: readonly Span[]): { span: Span; depth: number }[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId !== null && ids.has(span.parentSpanId) ? span.parentSpanId : undefined;
    if (parent === undefined || parent === span.spanId) roots.push(span);
    else children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const ordered: { span: Span; depth: number }[] = [];
  const pending = roots.map(span => ({ span, depth: 0 })).reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { span, depth } = next;
    ordered.push(next);
    const below = children.get(span.spanId) ?? [];
    pending.push(...below.map(child => ({ span: child, depth: depth + 1 })).reverse());
  }
  return ordered;
}

function byStart(one: Span, other: Span): number {
  return Number(one.startTimeUnixNano - other.startTimeUnixNano);
}

function ascending(one: bigint, other: bigint): number {
  return Number(one - other);
}
