import { findFailures } from '../../checks/failures.ts';
import type { ViewFindingCode } from '../model/findings.ts';
import type { TraceSummary } from '../model/traces.ts';
import type { HeldLog, HeldSpan } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import { toMs } from './json-value.ts';
import { methodOf, readText, spanPath, spanTarget, statusCodeOf } from './span-facts.ts';

/**
 * A trace in a line. Its duration is that of its root: work after the answer does not make a
 * request slow. Null if it has no spans.
 */
export function summarizeTrace(
  spans: ReadonlyMap<string, HeldSpan>,
  logs: readonly HeldLog[],
  findingCodes: readonly ViewFindingCode[],
): TraceSummary | null {
  const root = rootOf(spans);
  if (!root) return null;
  const all = [...spans.values()];
  const errorCount = findFailures(all, logs).length;
  const complete = root.parentSpanId === null;
  const start = complete ? root.startTimeUnixNano : min(all.map(span => span.startTimeUnixNano));
  const end = complete ? root.endTimeUnixNano : max(all.map(span => span.endTimeUnixNano));
  return {
    traceId: root.traceId,
    name: root.name,
    kind: root.kind,
    service: serviceNameOf(root),
    services: [...new Set([root, ...all].map(serviceNameOf))],
    method: root.kind === 'server' ? methodOf(root) : null,
    route: readText(root.attributes, 'http.route'),
    path: root.kind === 'server' ? spanPath(root) : spanTarget(root),
    statusCode: statusCodeOf(root),
    startTimeMs: toMs(start),
    durationMs: Number(end - start) / 1e6,
    spanCount: all.length,
    logCount: logs.length,
    errorCount,
    error: errorCount > 0,
    complete,
    findingCodes,
  };
}

/** The span without a parent, otherwise the one that started first. */
export function rootOf(spans: ReadonlyMap<string, HeldSpan>): HeldSpan | undefined {
  let root: HeldSpan | undefined;
  for (const span of spans.values()) {
    if (!root || rank(span) < rank(root) || (rank(span) === rank(root) && isEarlier(span, root))) root = span;
  }
  return root;
}

function rank({ parentSpanId }: HeldSpan): number {
  return parentSpanId === null ? 0 : 1;
}

function isEarlier(one: HeldSpan, other: HeldSpan): boolean {
  return one.startTimeUnixNano < other.startTimeUnixNano;
}

function min(times: readonly bigint[]): bigint {
  return times.reduce((least, time) => (time < least ? time : least));
}

function max(times: readonly bigint[]): bigint {
  return times.reduce((most, time) => (time > most ? time : most));
}
