import type { LogRecord, Span } from '../../receiver/telemetry.ts';

/** Spans and records that belong together. */
export interface Share {
  readonly spans: Span[];
  readonly logs: LogRecord[];
}

/** One trace, and the span that it begins with. */
export interface CostUnit extends Share {
  readonly first: Span;
  /** How many requests or messages it served: callers may hand in one trace with several. */
  readonly served: number;
}

/**
 * Groups spans by trace. A trace begins with its earliest span that has no parent here, one that serves (server,
 * consumer) before any other.
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

/** Whether a span serves somebody else. */
export function isServing({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer';
}

/** When a span began, in Unix milliseconds. */
export function startMs({ startTimeUnixNano }: Span): number {
  return Number(startTimeUnixNano) / 1e6;
}
