import type { Answers } from '../answers/answers.ts';
import { toViewLog } from '../answers/log.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import type { Change } from '../model/events.ts';
import type { ViewLog } from '../model/logs.ts';
import type { TraceSummary } from '../model/traces.ts';
import type { Store } from '../store/store.ts';

/** What can change in addition to the store, each with the revision of its last change. */
export interface Feed {
  readonly session: string;
  readonly store: Store;
  readonly answers: Answers;
  readonly files: SourceFiles;
  readonly revisions: () => {
    readonly processes: number;
    readonly status: number;
  };
  /** Findings that changed after a revision. */
  readonly findingsSince: (revision: number) => NonNullable<Change['findings']>;
}

/** Services are recomputed from everything that is held. */
const SERVICES_INTERVAL_MS = 1000;

/**
 * The maximum number of traces in a change. The rest waits for the next one,
 * so that a page does more than draw.
 */
const MANY_TRACES = 500;
/** Only the newest records are sent, with the number of those left out. */
const MOST_LOGS = 200;
const MOST_BYTES_OF_LOGS = 512 * 1024;

/** How far a client is up to date, as revisions of the store. */
export interface Cursor {
  revision: number;
  services: number;
  servicesMs: number;
  /** The lowest id of the records that the client may have. Ids begin with 1. */
  oldestLogId: number;
}

/** The changes since a cursor, which moves on; undefined if there are none. */
export function changeSince(feed: Feed, cursor: Cursor, now: number): Change | undefined {
  const { store, answers } = feed;
  const since = cursor.revision;
  const isServicesTime = cursor.services < store.revision && now - cursor.servicesMs >= SERVICES_INTERVAL_MS;
  if (since === store.revision && !isServicesTime) return undefined;
  const changed = feed.revisions();
  const { traces, until } = tracesSince(feed, since);
  const logs = logsBetween(feed, since, until);
  const findings = feed.findingsSince(since);
  const removed = store.removedSince(since) ?? [];
  const { oldestId } = store.logs;
  const hasRemoved = removed.length > 0 || oldestId > cursor.oldestLogId;
  cursor.oldestLogId = Math.max(cursor.oldestLogId, oldestId);
  if (isServicesTime) {
    cursor.services = store.revision;
    cursor.servicesMs = now;
  }
  cursor.revision = until;
  return {
    ...((changed.status > since || isServicesTime) && { status: answers.status() }),
    ...(traces.length > 0 && { traces }),
    ...(logs.shown.length > 0 && { logs: logs.shown }),
    ...(logs.skipped > 0 && { skippedLogs: logs.skipped }),
    ...(isServicesTime && { services: answers.services() }),
    ...(findings.length > 0 && { findings }),
    ...(changed.processes > since && { processes: answers.processes().processes }),
    ...(store.metricsRevision > since && { metrics: true as const }),
    ...(hasRemoved && { removed: { traceIds: removed, oldestLogId: oldestId } }),
  };
}

/** The first traces that changed after a revision, with the revision up to which the list is complete. */
function tracesSince({ store, answers }: Feed, since: number): { traces: TraceSummary[]; until: number } {
  const changed = [...store.traces.values()].filter(({ revision }) => revision > since);
  const inOrder = changed.sort((one, other) => one.revision - other.revision);
  const isRest = changed.length <= MANY_TRACES;
  const until = isRest ? store.revision : (inOrder[MANY_TRACES - 1]?.revision ?? store.revision);
  const told = inOrder.filter(({ revision }) => revision <= until);
  return { traces: told.flatMap(trace => answers.summary(trace) ?? []), until };
}

function logsBetween(
  { store, files }: Feed,
  since: number,
  until: number,
): { shown: ViewLog[]; skipped: number } {
  const shown: ViewLog[] = [];
  let skipped = 0;
  let bytes = 0;
  for (const log of store.logs.newestFirst()) {
    if (log.revision <= since) break;
    if (log.revision > until) continue;
    bytes += log.bytes;
    if (shown.length < MOST_LOGS && bytes < MOST_BYTES_OF_LOGS) shown.push(toViewLog(log, files));
    else skipped += 1;
  }
  return { shown: shown.reverse(), skipped };
}

/** Where a client left off; undefined if that was another view or too long ago. */
export function revisionOf(lastEventId: string | undefined, { session, store }: Feed): number | undefined {
  if (!lastEventId?.startsWith(`${session}-`)) return undefined;
  const revision = Number(lastEventId.slice(session.length + 1));
  if (!Number.isSafeInteger(revision) || revision < 0 || revision > store.revision) return undefined;
  return store.removedSince(revision) ? revision : undefined;
}
