import { bodyText, shorten } from '../../checks/evidence.ts';
import type { Span } from '../../receiver/telemetry.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import type { HeldLog } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import type { Leaky, Store } from '../store/store.ts';
import type { HeldTrace } from '../store/trace-table.ts';
import type { FindingBook } from './book.ts';
import { judgeTrace, ofLog, withoutNumbers } from './judge-trace.ts';
import { type Found, runCheck } from './live-checks.ts';
import type { Occurrence } from './occurrence.ts';

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
  const judged = new Map<string, Judged>();
  let lastLost = 0;
  let lastRemoved = 0;

  function look(nowMs: number, all: boolean): void {
    forgetRemoved();
    for (const trace of store.traces.values())
      if (isDue(trace, judged.get(trace.traceId), nowMs, all)) judge(trace, nowMs);
    judgeLostLogs(all ? Number.POSITIVE_INFINITY : nowMs - LOST_AFTER_MS);
  }

  function judge(trace: HeldTrace, nowMs: number): void {
    const occurrences = judgeTrace(trace.spans, store.logs.ofTrace(trace.traceId), files);
    const differs = book.replace(trace.traceId, occurrences, store.revision + 1);
    if (differs) store.touch(trace.traceId);
    judged.set(trace.traceId, { revision: trace.revision, ms: nowMs });
  }

  function forgetRemoved(): void {
    // More traces were dropped than are remembered, so all of them are examined.
    const removed = store.removedSince(lastRemoved) ?? judged.keys();
    lastRemoved = store.revision;
    for (const traceId of removed) {
      if (store.traces.has(traceId)) continue;
      judged.delete(traceId);
      book.forget(traceId);
    }
  }

  function judgeLostLogs(before: number): void {
    const logs = newest(store.logs.newestFirst(), MOST_COMPARED);
    const lost = logs.filter(log => log.traceId === null && log.id > lastLost && log.arrivalMs <= before);
    const last = Math.max(0, ...lost.map(({ id }) => id));
    if (last === 0) return;
    lastLost = last;
    const known = logs.filter(log => log.traceId !== null || log.id <= last);
    const found = runCheck('logs-correlated', requestsOf(store), known);
    book.add(
      found.flatMap(item => ofLostLog(item, lost)),
      store.nextRevision(),
    );
  }

  const timer = setInterval(() => look(Date.now(), false), INTERVAL_MS);
  timer.unref();
  return {
    judgeNow: () => look(Date.now(), true),
    judgeLeaks(leaky, nowMs) {
      const occurrences = leaksOf(leaky, nowMs);
      if (occurrences.length > 0) book.add(occurrences, store.nextRevision());
    },
    stop: () => clearInterval(timer),
  };
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

function leaksOf({ spans, logs }: Leaky, timeMs: number): Occurrence[] {
  const ofSpans = spans.flatMap(span =>
    runCheck('no-secrets', [span], []).map(found => ({
      ...toOccurrence(found, timeMs),
      service: serviceNameOf(span),
      traceId: span.traceId,
      spanId: span.spanId,
    })),
  );
  const ofLogs = logs.flatMap(({ sent, id }) =>
    runCheck('no-secrets', [], [sent]).map(found => ({
      ...toOccurrence(found, timeMs),
      service: serviceNameOf(sent),
      traceId: sent.traceId,
      spanId: sent.spanId,
      logId: id,
    })),
  );
  return [...ofSpans, ...ofLogs];
}

function toOccurrence({ evidence, about }: Found, timeMs: number): Occurrence {
  const { text, source = null } = evidence;
  const nowhere = { service: '', traceId: null, spanId: null, logId: null };
  return { ...nowhere, ...about, key: withoutNumbers(text), title: text, text, timeMs, source };
}
