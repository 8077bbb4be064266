import type { Span } from '../receiver/telemetry.ts';

/** A slow request, and the call in it that took most of the time. */
export interface SlowSpan {
  readonly span: Span;
  /** A direct or indirect child; undefined if none takes half of the time. */
  readonly because: Span | undefined;
}

/** Milliseconds from which people notice waiting. */
const SLOW_MS = 500;

const HALF = 0.5;

/** A connection that is kept open on purpose is not slow. */
const UPGRADED = 101;

/** Finds requests and messages that took at least half a second. */
export function findSlowSpans(spans: readonly Span[]): SlowSpan[] {
  const slow = spans.filter(isSlowRequest);
  if (slow.length === 0) return [];
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    const key = `${span.traceId}/${span.parentSpanId}`;
    children.set(key, [...(children.get(key) ?? []), span]);
  }
  return slow.map(span => ({ span, because: longestBelow(span, children) }));
}

/** `GET /slow took 812 ms, 790 ms of it GET api.example`. */
export function describeSlowSpan({ span, because }: SlowSpan): string {
  const took = `${span.name} took ${inMs(span)}`;
  return because ? `${took}, ${inMs(because)} of it ${because.name}` : took;
}

function isSlowRequest({ kind, durationMs, attributes }: Span): boolean {
  if (durationMs < SLOW_MS || (kind !== 'server' && kind !== 'consumer')) return false;
  return Number(attributes['http.response.status_code'] ?? attributes['http.status_code']) !== UPGRADED;
}

/** Descends while one child takes at least half of the total time. */
function longestBelow(span: Span, children: ReadonlyMap<string, readonly Span[]>): Span | undefined {
  let found: Span | undefined;
  const seen = new Set<Span>();
  for (let next: Span | undefined = span; next && !seen.has(next); ) {
    seen.add(next);
    const below: readonly Span[] = children.get(`${next.traceId}/${next.spanId}`) ?? [];
    next = below.find(({ durationMs }) => durationMs >= span.durationMs * HALF);
    found = next ?? found;
  }
  return found;
}

function inMs({ durationMs }: Span): string {
  return durationMs >= 10_000 ? `${(durationMs / 1000).toFixed(1)} s` : `${Math.round(durationMs)} ms`;
}
