import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Change, Hello } from '../model/events.ts';
import { changeSince, type Feed, revisionOf } from './change.ts';

const INTERVAL_MS = 200;

const KEEP_ALIVE_MS = 15_000;

/** A client that has read nothing for this long is gone. */
const MOST_STUCK_MS = 30_000;

/** Maximum number of connections. A browser opens few per origin. */
const MOST_CLIENTS = 50;

export interface Events {
  /** Answers a request with a stream of changes; false if there are already too many. */
  open(request: IncomingMessage, response: ServerResponse, lastEventId: string | undefined): boolean;
  /** Sends the last changes to all clients and ends the streams. */
  close(): void;
}

/**
 * Streams of changes. Clients have no queue: at each look, a client gets what has changed since
 * its last one, or nothing while it has not read that. So a slow client costs nothing, and a
 * returning client continues where it was.
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
    oldestLogId: resumedAt === undefined ? Math.max(1, store.logs.oldestId) : 1,
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

function write(response: ServerResponse, event: string, data: Hello | Change, id: string): void {
  response.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
