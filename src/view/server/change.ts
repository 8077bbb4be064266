import type { Answers } from '../answers/answers.ts';
import { toViewLog } from '../answers/log.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import type { Change, TraceSummary, ViewLog } from '../model.ts';
import type { Store } from '../store/store.ts';

/** What can change beside the store, each with the revision of its last change. */
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

/** Services are reckoned anew from everything that is held. */
const SERVICES_INTERVAL_MS = 1000;

/** The newest ones; more would be a page that does nothing but draw. */
const MOST_TRACES = 500;
const MOST_LOGS = 200;
const MOST_BYTES_OF_LOGS = 512 * 1024;

/** Up to where a client has been told, as revisions of the store. */
export interface Cursor {
  revision: number;
  services: number;
  servicesMs: number;
}

/** What has changed since a cursor, which is moved on; undefined where nothing has. */
export function changeSince(feed: Feed, cursor: Cursor, now: number): Change | undefined {
  const { store, answers } = feed;
  const since = cursor.revision;
  const isServicesTime = cursor.services < store.revision && now - cursor.servicesMs >= SERVICES_INTERVAL_MS;
  if (since === store.revision && !isServicesTime) return undefined;
  const changed = feed.revisions();
  const traces = tracesSince(feed, since);
  const logs = logsSince(feed, since);
  const findings = feed.findingsSince(since);
  const removed = store.removedSince(since) ?? [];
  if (isServicesTime) {
    cursor.services = store.revision;
    cursor.servicesMs = now;
  }
  cursor.revision = store.revision;
  return {
    ...((changed.status > since || isServicesTime) && { status: answers.status() }),
    ...(traces.length > 0 && { traces }),
    ...(logs.shown.length > 0 && { logs: logs.shown }),
    ...(logs.skipped > 0 && { skippedLogs: logs.skipped }),
    ...(isServicesTime && { services: answers.services() }),
    ...(findings.length > 0 && { findings }),
    ...(changed.processes > since && { processes: answers.processes().processes }),
    ...(store.metricsRevision > since && { metrics: true as const }),
    ...(removed.length > 0 && { removed: { traceIds: removed, oldestLogId: store.logs.oldestId } }),
  };
}

function tracesSince({ store, answers }: Feed, since: number): TraceSummary[] {
  const changed = [...store.traces.values()].filter(({ revision }) => revision > since);
  return changed.slice(-MOST_TRACES).flatMap(trace => answers.summary(trace) ?? []);
}

function logsSince({ store, files }: Feed, since: number): { shown: ViewLog[]; skipped: number } {
  const shown: ViewLog[] = [];
  let skipped = 0;
  let bytes = 0;
  for (const log of store.logs.newestFirst()) {
    if (log.revision <= since) break;
    bytes += log.bytes;
    if (shown.length < MOST_LOGS && bytes < MOST_BYTES_OF_LOGS) shown.push(toViewLog(log, files));
    else skipped += 1;
  }
  return { shown: shown.reverse(), skipped };
}

/** Where a client left off; undefined where that was another view, or too long ago. */
export function revisionOf(lastEventId: string | undefined, { session, store }: Feed): number | undefined {
  if (!lastEventId?.startsWith(`${session}-`)) return undefined;
  const revision = Number(lastEventId.slice(session.length + 1));
  if (!Number.isSafeInteger(revision) || revision < 0 || revision > store.revision) return undefined;
  return store.removedSince(revision) ? revision : undefined;
}
