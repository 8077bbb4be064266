import type { HeldLog } from './held.ts';

/** Records in order of arrival, with the oldest dropped from the front. */
export interface LogList {
  readonly length: number;
  readonly bytes: number;
  push(log: HeldLog): void;
  /** Removes and returns the oldest record. */
  shift(): HeldLog | undefined;
  /** All records, newest first. */
  newestFirst(): Iterable<HeldLog>;
  /** The records of a trace, in order of arrival. */
  ofTrace(traceId: string): readonly HeldLog[];
  readonly oldestId: number;
}

/** Dropped records at the front are cleared away when there are more than this. */
const MOST_GAPS = 1000;

export function createLogList(): LogList {
  let items: HeldLog[] = [];
  let first = 0;
  let bytes = 0;
  const byTrace = new Map<string, HeldLog[]>();
  return {
    get length() {
      return items.length - first;
    },
    get bytes() {
      return bytes;
    },
    get oldestId() {
      return items[first]?.id ?? 0;
    },
    push(log) {
      items.push(log);
      bytes += log.bytes;
      if (log.traceId === null) return;
      const group = byTrace.get(log.traceId);
      if (group) group.push(log);
      else byTrace.set(log.traceId, [log]);
    },
    shift() {
      const log = items[first];
      if (!log) return undefined;
      items[first] = undefined as never;
      first += 1;
      bytes -= log.bytes;
      if (first > MOST_GAPS && first > items.length / 2) {
        items = items.slice(first);
        first = 0;
      }
      if (log.traceId !== null) dropFrom(byTrace, log.traceId);
      return log;
    },
    *newestFirst() {
      for (let index = items.length - 1; index >= first; index--) yield items[index] as HeldLog;
    },
    ofTrace: traceId => byTrace.get(traceId) ?? [],
  };
}

/** The oldest record of all is also the oldest of its trace. */
function dropFrom(byTrace: Map<string, HeldLog[]>, traceId: string): void {
  const group = byTrace.get(traceId);
  group?.shift();
  if (group?.length === 0) byTrace.delete(traceId);
}
