import type { Span } from '../receiver/telemetry.ts';
import { callShape, nameOfCalls, servedRoutes, spanKey } from './call-shape.ts';
import { operationOf } from './operation.ts';

/** The same call repeated for one request, where one call would be enough: "N+1". */
export interface RepeatedCalls {
  /** By their start. */
  readonly calls: readonly Span[];
  /** The call without its varying parts: `GET /price/:id`, `SELECT users`. */
  readonly name: string;
  /** The request or unit of work that makes the calls. */
  readonly of: Span;
  /** Whether each waits for the one before it. */
  readonly inSequence: boolean;
  /** Milliseconds during which at least one call is running. */
  readonly totalMs: number;
}

/** A request may need fewer calls than this. */
const FEWEST = 5;

/** Nanoseconds by which clocks of one process may disagree about the order. */
const CLOCK_STEP = 500_000n;

/** The share of calls that must wait for the call before them. */
const MOSTLY = 0.8;

/**
 * Finds calls of one kind that are made at least five times for one request: to a database in any order, over
 * HTTP one after the other. Nested calls and calls of a language model do not count.
 *
 * @param spans of one trace or of several, each once
 */
export function findRepeatedCalls(spans: readonly Span[]): RepeatedCalls[] {
  const byId = new Map(spans.map(span => [spanKey(span), span]));
  const routes = servedRoutes(spans);
  const groups = new Map<string, { readonly of: Span; readonly calls: Span[] }>();
  for (const span of spans) {
    const shape = callShape(span, routes);
    const of = shape && requestOf(span, byId);
    if (!of) continue;
    const key = JSON.stringify([spanKey(of), shape]);
    const group = groups.get(key) ?? { of, calls: [] };
    group.calls.push(span);
    groups.set(key, group);
  }
  const repeated = [...groups.values()].filter(({ calls }) => calls.length >= FEWEST);
  return repeated.flatMap(({ of, calls }) => repeatedCallsOf(of, calls, routes) ?? []);
}

/** `8 calls of GET /price/:id, one after the other, in GET /slow: 160 of 196 ms`. */
export function describeRepeatedCalls({ calls, name, of, inSequence, totalMs }: RepeatedCalls): string {
  const how = inSequence ? 'one after the other' : 'side by side';
  return `${calls.length} calls of ${name}, ${how}, in ${of.name}: ${inMs(totalMs)} of ${inMs(of.durationMs)} ms`;
}

function inMs(ms: number): string {
  return ms < 10 ? String(Math.round(ms * 10) / 10) : String(Math.round(ms));
}

function repeatedCallsOf(
  of: Span,
  unsorted: readonly Span[],
  routes: ReadonlyMap<string, string>,
): RepeatedCalls | undefined {
  const calls = [...unsorted].sort((one, other) => Number(one.startTimeUnixNano - other.startTimeUnixNano));
  const waiting = calls.filter((call, index) => {
    const before = calls[index - 1];
    return before !== undefined && call.startTimeUnixNano + CLOCK_STEP >= before.endTimeUnixNano;
  });
  const inSequence = waiting.length >= (calls.length - 1) * MOSTLY;
  const [first] = calls;
  // A server that fans out sends many requests at once. Many statements at once are still a mistake.
  if (!first || (!inSequence && operationOf(first)?.system !== 'database')) return undefined;
  return { calls, of, inSequence, totalMs: busyMs(calls), name: nameOfCalls(calls, routes) };
}

function busyMs(calls: readonly Span[]): number {
  let total = 0n;
  let until = 0n;
  for (const { startTimeUnixNano, endTimeUnixNano } of calls) {
    if (endTimeUnixNano <= until) continue;
    total += endTimeUnixNano - (startTimeUnixNano > until ? startTimeUnixNano : until);
    until = endTimeUnixNano;
  }
  return Number(total) / 1e6;
}

/** The nearest ancestor that serves, consumes or has no parent; undefined for a nested call. */
function requestOf(span: Span, byId: ReadonlyMap<string, Span>): Span | undefined {
  const seen = new Set([span]);
  for (let above = parentOf(span, byId); above && !seen.has(above); above = parentOf(above, byId)) {
    seen.add(above);
    if (above.kind === 'client' || above.kind === 'producer') return undefined;
    const isOutermost = parentOf(above, byId) === undefined;
    if (above.kind === 'server' || above.kind === 'consumer' || isOutermost) return above;
  }
  return undefined;
}

function parentOf({ traceId, parentSpanId }: Span, byId: ReadonlyMap<string, Span>): Span | undefined {
  return parentSpanId === null ? undefined : byId.get(`${traceId}/${parentSpanId}`);
}
