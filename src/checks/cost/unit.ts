import type { LogRecord, Span } from '../../receiver/telemetry.ts';

/** Spans and records that belong to each other. */
export interface Share {
  readonly spans: Span[];
  readonly logs: LogRecord[];
}

/** One trace, and its first span. */
export interface CostUnit extends Share {
  readonly first: Span;
  /** Number of requests or messages that it served: callers may send several in one trace. */
  readonly served: number;
}

/**
 * Groups spans by trace. A trace begins with its earliest span without a known parent, preferably
 * one that serves (server, consumer).
 */
export function toUnits(spans: readonly Span[]): CostUnit[] {
  const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId}/${spanId}`));
  const traces = new Map<string, Span[]>();
  for (const span of spans) {
    const trace = traces.get(span.traceId);
    if (trace) trace.push(span);
    else traces.set(span.traceId, [span]);
  }
  return [...traces.values()].flatMap((trace): CostUnit[] => {
    const tops = trace.filter(({ traceId, parentSpanId }) => !ids.has(`${traceId}/${parentSpanId}`));
    const serving = tops.filter(isServing);
    const [first] = (serving.length > 0 ? serving : tops).sort((one, other) => startMs(one) - startMs(other));
    return first ? [{ first, served: Math.max(1, serving.length), spans: trace, logs: [] }] : [];
  });
}

/** Whether a span serves a caller. */
export function isServing({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer';
}

/** When a span began, in Unix milliseconds. */
export function startMs({ startTimeUnixNano }: Span): number {
  return Number(startTimeUnixNano) / 1e6;
}
