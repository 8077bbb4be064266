import { batch } from '@preact/signals';
import type { Change } from '../../view/model/events.ts';
import type { ViewFinding } from '../../view/model/findings.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import type { ViewProcess } from '../../view/model/processes.ts';
import type { TraceSummary } from '../../view/model/traces.ts';
import * as state from './state.ts';

/** Maximum number of records on the page. The view has the others. */
export const MOST_LOGS = 20_000;

/** Applies a change from the view. */
export function applyChange(change: Change): void {
  batch(() => {
    if (change.status) state.status.value = change.status;
    if (change.services) state.services.value = change.services;
    if (change.findings) state.findings.value = mergeFindings(state.findings.value, change.findings);
    if (change.processes) state.processes.value = mergeProcesses(state.processes.value, change.processes);
    if (change.metrics) state.metricsNews.value += 1;
    if (change.traces || change.removed) {
      const removed = new Set(change.removed?.traceIds);
      const left =
        removed.size > 0
          ? state.traces.value.filter(({ traceId }) => !removed.has(traceId))
          : state.traces.value;
      state.traces.value = mergeTraces(left, change.traces ?? []);
    }
    if (change.logs || change.removed)
      state.logs.value = mergeLogs(state.logs.value, change.logs ?? [], change.removed?.oldestLogId ?? 0);
  });
}

/** Traces by start time, newest first, each in its latest version. */
export function mergeTraces(
  known: readonly TraceSummary[],
  news: readonly TraceSummary[],
): readonly TraceSummary[] {
  if (news.length === 0) return known;
  const latest = new Map(news.map(trace => [trace.traceId, trace]));
  const others = known.filter(({ traceId }) => !latest.has(traceId));
  return merged(others, [...latest.values()], newestFirst);
}

/** Sorts the news into a list that is sorted, which is much longer. */
function merged<Item>(
  known: readonly Item[],
  news: readonly Item[],
  compare: (one: Item, other: Item) => number,
): readonly Item[] {
  const all: Item[] = [];
  let next = 0;
  for (const item of [...news].sort(compare)) {
    for (let other = known[next]; other !== undefined && compare(other, item) < 0; other = known[next]) {
      all.push(other);
      next += 1;
    }
    all.push(item);
  }
  return all.concat(known.slice(next));
}

function newestFirst(one: TraceSummary, other: TraceSummary): number {
  return other.startTimeMs - one.startTimeMs || (one.traceId < other.traceId ? -1 : 1);
}

/** Records by time, the oldest first, each once, and only those that the view still holds. */
export function mergeLogs(
  known: readonly ViewLog[],
  news: readonly ViewLog[],
  oldestId: number,
): readonly ViewLog[] {
  const held = known.some(({ id }) => id < oldestId) ? known.filter(({ id }) => id >= oldestId) : known;
  if (news.length === 0) return held;
  const ids = new Set(held.map(({ id }) => id));
  const added = news.filter(({ id }) => id >= oldestId && !ids.has(id));
  const all = merged(held, added, oldestFirst);
  return all.length > MOST_LOGS ? all.slice(-MOST_LOGS) : all;
}

function oldestFirst(one: ViewLog, other: ViewLog): number {
  return one.timeMs - other.timeMs || one.id - other.id;
}

const SEVERITIES = ['error', 'warning', 'info'];

function mergeFindings(known: readonly ViewFinding[], news: readonly ViewFinding[]): readonly ViewFinding[] {
  const all = [...new Map([...known, ...news].map(finding => [finding.id, finding])).values()];
  const rank = ({ severity }: ViewFinding) => SEVERITIES.indexOf(severity);
  return all.sort((one, other) => rank(one) - rank(other) || other.lastTimeMs - one.lastTimeMs);
}

function mergeProcesses(known: readonly ViewProcess[], news: readonly ViewProcess[]): readonly ViewProcess[] {
  const key = ({ command, pid, threadId }: ViewProcess) => `${command}/${pid}/${threadId}`;
  return [...new Map([...known, ...news].map(process => [key(process), process])).values()];
}
