import { describeArgv } from '../../checks/evidence.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import type { ProcessReportLine } from '../../shared/process-report-line.ts';
import type { ViewProcess } from '../model/processes.ts';
import { isAlive } from './open-lines.ts';

/** Node.js processes and threads of a command, from their reports. */
export interface ProcessTable {
  add(line: ProcessReportLine): void;
  /** Checks which of them still exist, and returns whether that has changed. */
  look(): boolean;
  /** In the order in which they started. `serviceOf` tells the service of an instance. */
  all(serviceOf: (instanceId: string) => string | null): readonly ViewProcess[];
}

type Entry = { -readonly [Key in keyof ViewProcess]: ViewProcess[Key] };

/** A watcher starts one after the other. Those that ended first are dropped first. */
const MOST = 300;

/** @param command id of their command */
export function createProcessTable(command: string): ProcessTable {
  const entries = new Map<string, Entry>();
  return {
    add(line) {
      const key = `${line.pid}:${line.threadId}:${line.timeOrigin}`;
      if (line.event === 'terminal-line') return;
      if (line.event === 'exit') {
        const { openSpans, openSpanCount, flushMs, lost } = line;
        const entry = entries.get(key);
        if (entry) entry.exit = { openSpans, openSpanCount, flushMs, lost };
        return;
      }
      const known = entries.get(key);
      entries.set(key, { ...newEntry(line, command), ...(known && { startTimeMs: known.startTimeMs }) });
      if (entries.size > MOST) dropFirstEnded(entries);
    },
    look() {
      let changed = false;
      for (const entry of entries.values()) {
        if (!entry.running || isAlive(entry.pid)) continue;
        entry.running = false;
        changed = true;
      }
      return changed;
    },
    all: serviceOf =>
      [...entries.values()].map(entry => ({
        ...entry,
        service: entry.instanceId === null ? null : serviceOf(entry.instanceId),
      })),
  };
}

function newEntry(line: Extract<ProcessReportLine, { event: 'decision' }>, command: string): Entry {
  const { pid, ppid, threadId, decision, reason, instanceId, timeOrigin } = line;
  const argv = line.argv.map(hideSecrets);
  return {
    pid,
    ppid,
    threadId,
    argv,
    title: describeArgv(argv),
    decision,
    reason,
    instanceId,
    service: null,
    command,
    startTimeMs: timeOrigin,
    running: true,
    exit: null,
  };
}

function dropFirstEnded(entries: Map<string, Entry>): void {
  for (const [key, { running }] of entries) {
    if (running) continue;
    entries.delete(key);
    return;
  }
  const [first] = entries.keys();
  if (first !== undefined) entries.delete(first);
}
