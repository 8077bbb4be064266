import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answers } from '../answers/answers.ts';
import { toViewLog } from '../answers/log.ts';
import type { SourceFiles } from '../answers/source-files.ts';
import type { Change, Hello, TraceSummary, ViewLog } from '../model.ts';
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

const INTERVAL_MS = 200;

/** Services are reckoned anew from everything that is held. */
const SERVICES_INTERVAL_MS = 1000;

const KEEP_ALIVE_MS = 15_000;

/** A client that has taken nothing for so long is gone. */
const MOST_STUCK_MS = 30_000;

/** The newest ones; more would be a page that does nothing but draw. */
const MOST_TRACES = 500;
const MOST_LOGS = 200;
const MOST_BYTES_OF_LOGS = 512 * 1024;

/** Connections at a time. A browser has few for one origin. */
const MOST_CLIENTS = 50;

export interface Events {
  /** Answers a request with a stream of changes; false where there are too many already. */
  open(request: IncomingMessage, response: ServerResponse, lastEventId: string | undefined): boolean;
  /** Tells everyone the last changes and ends the streams. */
  close(): void;
}

/**
 * Streams of changes. A client has no queue: at each look it gets what has changed since its last one, and none while
 * it has not taken that. So a slow one costs nothing, and one that comes back goes on where it was.
 */
export function createEvents(feed: Feed): Events {
  const clients = new Set<{ look(): void; end(): void }>();
  const timer = setInterval(() => {
    for (const client of clients) client.look();
  }, INTERVAL_MS);
  timer.unref();
  return {
    open(request, response, lastEventId) {
      if (clients.size >= MOST_CLIENTS) return false;
      const client = connect(feed, response, lastEventId);
      clients.add(client);
      const forget = () => clients.delete(client);
      response.on('close', forget).on('error', forget);
      request.on('error', forget);
      return true;
    },
    close() {
      clearInterval(timer);
      for (const client of clients) {
        client.look();
        client.end();
      }
    },
  };
}

function connect(feed: Feed, response: ServerResponse, lastEventId: string | undefined) {
  const { session, store } = feed;
  const resumedAt = revisionOf(lastEventId, feed);
  const hello: Hello = { version: __VERSION__, session, resumed: resumedAt !== undefined };
  const cursor = {
    revision: resumedAt ?? store.revision,
    services: resumedAt ?? store.revision,
    servicesMs: 0,
    takenMs: Date.now(),
    writtenMs: Date.now(),
  };
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  write(response, 'hello', hello, `${session}-${cursor.revision}`);
  return {
    look() {
      const now = Date.now();
      if (response.writableNeedDrain) {
        if (now - cursor.takenMs > MOST_STUCK_MS) response.destroy();
        return;
      }
      cursor.takenMs = now;
      const change = changeSince(feed, cursor, now);
      if (change) write(response, 'change', change, `${session}-${cursor.revision}`);
      else if (now - cursor.writtenMs > KEEP_ALIVE_MS) response.write(':\n\n');
      else return;
      cursor.writtenMs = now;
    },
    end: () => void response.end(),
  };
}

interface Cursor {
  revision: number;
  services: number;
  servicesMs: number;
}

/** What has changed since a cursor, which is moved on; undefined where nothing has. */
function changeSince(feed: Feed, cursor: Cursor, now: number): Change | undefined {
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
function revisionOf(lastEventId: string | undefined, { session, store }: Feed): number | undefined {
  if (!lastEventId?.startsWith(`${session}-`)) return undefined;
  const revision = Number(lastEventId.slice(session.length + 1));
  if (!Number.isSafeInteger(revision) || revision < 0 || revision > store.revision) return undefined;
  return store.removedSince(revision) ? revision : undefined;
}

function write(response: ServerResponse, event: string, data: Hello | Change, id: string): void {
  response.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
