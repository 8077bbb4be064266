import { bodyText, shorten } from '../../checks/evidence.ts';
import type { Span } from '../../receiver/telemetry.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import type { HeldLog } from '../store/held.ts';
import type { Leaky, Store } from '../store/store.ts';
import type { HeldTrace } from '../store/trace-table.ts';
import type { FindingBook } from './book.ts';
import { judgeTrace } from './judge-trace.ts';
import { leaksOf } from './leaks.ts';
import { type Found, runCheck } from './live-checks.ts';
import { type Occurrence, withoutNumbers } from './occurrence.ts';
import { ofLog } from './place.ts';

const INTERVAL_MS = 250;

/** A trace is checked when it has been quiet for this long, and now and then while it is not. */
const QUIET_MS = 250;
const MOST_UNJUDGED_MS = 3000;

/** A record without a trace is checked when the request that it may belong to has arrived. */
const LOST_AFTER_MS = 3000;

/** Number of records and requests to compare at a time. */
const MOST_COMPARED = 500;

/** Checks telemetry while it arrives. */
export interface FindingWatch {
  /** Secrets are checked at once, because the item with the secret is not kept. */
  judgeLeaks(leaky: Leaky, nowMs: number): void;
  /** Checks everything that has changed since its last check. */
  judgeNow(): void;
  stop(): void;
}

/** The time and revision of a trace's last check. */
interface Judged {
  readonly revision: number;
  readonly ms: number;
}

export function watchFindings(store: Store, book: FindingBook, files: SourceFiles): FindingWatch {
  return new StoreWatch(store, book, files);
}

class StoreWatch implements FindingWatch {
  readonly #store: Store;
  readonly #book: FindingBook;
  readonly #files: SourceFiles;
  readonly #timer: NodeJS.Timeout;
  readonly #judged = new Map<string, Judged>();
  #lastLost = 0;
  #lastRemoved = 0;

  constructor(store: Store, book: FindingBook, files: SourceFiles) {
    this.#store = store;
    this.#book = book;
    this.#files = files;
    this.#timer = setInterval(() => this.#look(Date.now(), false), INTERVAL_MS);
    this.#timer.unref();
  }

  judgeNow(): void {
    this.#look(Date.now(), true);
  }

  judgeLeaks(leaky: Leaky, nowMs: number): void {
    const occurrences = leaksOf(leaky, nowMs);
    if (occurrences.length > 0) this.#book.add(occurrences, this.#store.nextRevision());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(nowMs: number, all: boolean): void {
    this.#forgetRemoved();
    for (const trace of this.#store.traces.values())
      if (isDue(trace, this.#judged.get(trace.traceId), nowMs, all)) this.#judge(trace, nowMs);
    this.#judgeLostLogs(all ? Number.POSITIVE_INFINITY : nowMs - LOST_AFTER_MS);
  }

  #judge(trace: HeldTrace, nowMs: number): void {
    const store = this.#store;
    const occurrences = judgeTrace(trace.spans, store.logs.ofTrace(trace.traceId), this.#files);
    const differs = this.#book.replace(trace.traceId, occurrences, store.revision + 1);
    if (differs) store.touch(trace.traceId);
    this.#judged.set(trace.traceId, { revision: trace.revision, ms: nowMs });
  }

  #forgetRemoved(): void {
    // More traces were dropped than are remembered, so all of them are examined.
    const removed = this.#store.removedSince(this.#lastRemoved) ?? this.#judged.keys();
    this.#lastRemoved = this.#store.revision;
    const gone = new Set([...removed].filter(traceId => !this.#store.traces.has(traceId)));
    if (gone.size === 0) return;
    for (const traceId of gone) this.#judged.delete(traceId);
    this.#book.forget(gone, this.#store.nextRevision());
  }

  #judgeLostLogs(before: number): void {
    const store = this.#store;
    const logs = newest(store.logs.newestFirst(), MOST_COMPARED);
    const isLost = (log: HeldLog) =>
      log.traceId === null && log.id > this.#lastLost && log.arrivalMs <= before;
    const lost = logs.filter(isLost);
    const last = Math.max(0, ...lost.map(({ id }) => id));
    if (last === 0) return;
    this.#lastLost = last;
    const known = logs.filter(log => log.traceId !== null || log.id <= last);
    const found = runCheck('logs-correlated', requestsOf(store), known);
    this.#book.add(
      found.flatMap(item => ofLostLog(item, lost)),
      store.nextRevision(),
    );
  }
}

function isDue(
  { revision, changedMs }: HeldTrace,
  last: Judged | undefined,
  nowMs: number,
  all: boolean,
): boolean {
  if (last?.revision === revision) return false;
  return all || nowMs - changedMs >= QUIET_MS || nowMs - (last?.ms ?? changedMs) >= MOST_UNJUDGED_MS;
}

function requestsOf({ traces }: Store): Span[] {
  const newest = [...traces.values()].slice(-MOST_COMPARED);
  return newest.flatMap(({ spans }) => [...spans.values()].filter(isRequest)).slice(-MOST_COMPARED);
}

function isRequest({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer';
}

function newest(logs: Iterable<HeldLog>, most: number): HeldLog[] {
  const taken: HeldLog[] = [];
  for (const log of logs) {
    if (taken.length === most) break;
    taken.push(log);
  }
  return taken.reverse();
}

/** Evidence about a record quotes its body. A record that was checked before is not reported again. */
function ofLostLog({ evidence, about }: Found, lost: readonly HeldLog[]): Occurrence[] {
  const log = lost.find(candidate => evidence.text.includes(`"${shorten(bodyText(candidate))}"`));
  if (!log) return [];
  const key = withoutNumbers(bodyText(log));
  return [{ ...ofLog(log), ...about, key, title: evidence.text, text: evidence.text }];
}
