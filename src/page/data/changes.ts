import { batch } from '@preact/signals';
import type { Change } from '../../view/model/events.ts';
import type { ViewFinding } from '../../view/model/findings.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import type { ViewProcess } from '../../view/model/processes.ts';
import type { TraceSummary } from '../../view/model/traces.ts';
import * as state from './state.ts';

/** Maximum number of records on the page. The view has the others. */
const MOST_LOGS = 20_000;

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
  const sorted = [...latest.values()].sort(newestFirst);
  const others = known.filter(({ traceId }) => !latest.has(traceId));
  const merged: TraceSummary[] = [];
  let next = 0;
  for (const trace of sorted) {
    for (let other = others[next]; other && newestFirst(other, trace) < 0; other = others[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(trace);
  }
  return merged.concat(others.slice(next));
}

function newestFirst(one: TraceSummary, other: TraceSummary): number {
  return other.startTimeMs - one.startTimeMs || (one.traceId < other.traceId ? -1 : 1);
}

/** Records by id, only the newest few thousand. */
export function mergeLogs(
  known: readonly ViewLog[],
  news: readonly ViewLog[],
  oldestId: number,
): readonly ViewLog[] {
  const last = known.at(-1)?.id ?? -1;
  const added = news.filter(({ id }) => id > last).sort((one, other) => one.id - other.id);
  const all = added.length > 0 ? known.concat(added) : known;
  const first = all.findIndex(({ id }) => id >= oldestId);
  const tooMany = all.length - MOST_LOGS;
  const start = Math.max(first === -1 ? all.length : first, tooMany);
  return start > 0 ? all.slice(start) : all;
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
