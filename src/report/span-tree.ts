import type { Span } from '../receiver/telemetry.ts';

/** A span and the number of its ancestors in the list. */
export interface SpanInTree {
  readonly span: Span;
  readonly depth: number;
}

/**
 * Every span once: roots and spans without a known parent by start time, each followed
 * by its children, also by start time.
 */
export function inTreeOrder(spans: readonly Span[]): SpanInTree[] {
  const byStart = [...spans].sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  const known = new Set(spans.map(span => key(span, span.spanId)));
  const children = groupByParent(byStart);
  const ordered = new Map<Span, number>();
  const place = (root: Span) => {
    const pending = [{ span: root, depth: 0 }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { span, depth } = next;
      if (ordered.has(span)) continue;
      ordered.set(span, depth);
      const below = children.get(key(span, span.spanId)) ?? [];
      pending.push(...below.map(child => ({ span: child, depth: depth + 1 })).reverse());
    }
  };
  for (const span of byStart) if (!known.has(key(span, span.parentSpanId))) place(span);
  // The remaining spans are their own ancestors.
  for (const span of byStart) place(span);
  return [...ordered].map(([span, depth]) => ({ span, depth }));
}

function groupByParent(spans: readonly Span[]): Map<string, Span[]> {
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    const siblings = children.get(key(span, span.parentSpanId)) ?? [];
    siblings.push(span);
    children.set(key(span, span.parentSpanId), siblings);
  }
  return children;
}

function key(span: Span, spanId: string | null): string {
  return `${span.traceId}/${spanId ?? ''}`;
}
