import { readFileSync } from 'node:fs';
import type { ProcessEntry, ProcessExit } from '../checks/facts.ts';
import type { DecisionLine, ExitLine, ProcessReportLine } from '../shared/process-report-line.ts';
import type { TreeProcess } from './process-tree.ts';

/** The sources of knowledge about the command's processes. */
export interface ProcessSightings {
  readonly lines: readonly ProcessReportLine[];
  /** Node.js processes that the system listed. */
  readonly seen: readonly TreeProcess[];
  /** Processes that own a port of the requests. */
  readonly listening: ReadonlySet<number>;
}

/** The lines of a report file; empty if no process wrote one. An incomplete line is left out. */
export function readReport(file: string): ProcessReportLine[] {
  try {
    return readFileSync(file, 'utf8').split('\n').flatMap(parseLine);
  } catch {
    return [];
  }
}

/** Every process and thread once: processes in the order in which they started, each before its threads. */
export function toProcessEntries({ lines, seen, listening }: ProcessSightings): ProcessEntry[] {
  const decided = groupByThread(lines);
  const started = [...decided.values()].flatMap(group => toEntry(group, listening));
  const pids = [...new Set(started.map(({ pid }) => pid))];
  const reported = started.sort(
    (one, other) => pids.indexOf(one.pid) - pids.indexOf(other.pid) || one.threadId - other.threadId,
  );
  const unreached = seen
    .filter(({ pid }) => !reported.some(entry => entry.pid === pid))
    .map(({ pid, ppid, argv }) => notReached({ pid, ppid, argv }, listening.has(pid)));
  return [...reported, ...unreached];
}

function parseLine(line: string): ProcessReportLine[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function groupByThread(lines: readonly ProcessReportLine[]): Map<string, ProcessReportLine[]> {
  const threads = new Map<string, ProcessReportLine[]>();
  for (const line of lines) {
    const key = `${line.pid}:${line.threadId}:${line.timeOrigin}`;
    threads.set(key, [...(threads.get(key) ?? []), line]);
  }
  return threads;
}

/** A thread that initialized may step aside later, so the last decision holds. */
function toEntry(lines: readonly ProcessReportLine[], listening: ReadonlySet<number>): ProcessEntry[] {
  const decisions = lines.filter((line): line is DecisionLine => line.event === 'decision');
  const last = decisions.at(-1);
  if (!last) return [];
  const { pid, ppid, threadId, argv, decision, reason, instanceId } = last;
  return [
    {
      pid,
      ppid,
      threadId,
      argv,
      decision,
      reason,
      instanceId,
      initializations: decisions.filter(line => line.decision === 'initialized').length,
      listens: threadId === 0 && listening.has(pid),
      exit: toExit(lines.filter((line): line is ExitLine => line.event === 'exit')),
    },
  ];
}

/** `process.exit` inside an exit handler delivers again: spans still open at that point count. */
function toExit(lines: readonly ExitLine[]): ProcessExit | null {
  const last = lines.at(-1);
  if (!last) return null;
  return {
    openSpans: last.openSpans,
    openSpanCount: last.openSpanCount,
    flushMs: Math.max(...lines.map(({ flushMs }) => flushMs)),
    lost: Math.max(...lines.map(({ lost }) => lost)),
  };
}

function notReached(process: Pick<ProcessEntry, 'pid' | 'ppid' | 'argv'>, listens: boolean): ProcessEntry {
  return {
    ...process,
    threadId: 0,
    decision: 'skipped',
    reason: 'the preload did not run because NODE_OPTIONS did not reach this process',
    unreached: true,
    instanceId: null,
    initializations: 0,
    listens,
    exit: null,
  };
}
