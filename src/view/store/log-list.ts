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
  return new ArrivedLogs();
}

class ArrivedLogs implements LogList {
  bytes = 0;
  #items: HeldLog[] = [];
  /** The index of the oldest record that is not dropped. */
  #first = 0;
  readonly #byTrace = new Map<string, HeldLog[]>();

  get length(): number {
    return this.#items.length - this.#first;
  }

  get oldestId(): number {
    return this.#items[this.#first]?.id ?? 0;
  }

  push(log: HeldLog): void {
    this.#items.push(log);
    this.bytes += log.bytes;
    if (log.traceId === null) return;
    const group = this.#byTrace.get(log.traceId);
    if (group) group.push(log);
    else this.#byTrace.set(log.traceId, [log]);
  }

  shift(): HeldLog | undefined {
    const log = this.#items[this.#first];
    if (!log) return undefined;
    this.#items[this.#first] = undefined as never;
    this.#first += 1;
    this.bytes -= log.bytes;
    if (this.#first > MOST_GAPS && this.#first > this.#items.length / 2) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    if (log.traceId !== null) dropFrom(this.#byTrace, log.traceId);
    return log;
  }

  *newestFirst(): Iterable<HeldLog> {
    for (let index = this.#items.length - 1; index >= this.#first; index--)
      yield this.#items[index] as HeldLog;
  }

  ofTrace(traceId: string): readonly HeldLog[] {
    return this.#byTrace.get(traceId) ?? [];
  }
}

/** The oldest record of all is also the oldest of its trace. */
function dropFrom(byTrace: Map<string, HeldLog[]>, traceId: string): void {
  const group = byTrace.get(traceId);
  group?.shift();
  if (group?.length === 0) byTrace.delete(traceId);
}
