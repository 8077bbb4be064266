import { isatty } from 'node:tty';
import type { World } from '../command-line/world.ts';
import { painter, wantsColour } from '../report/colours.ts';
import { summarizeTrace } from './answers/trace-summary.ts';
import type { Desk } from './desk.ts';
import type { TraceSummary } from './model/traces.ts';
import { requestLine } from './request-lines.ts';
import type { HeldTrace } from './store/trace-table.ts';

const STDERR = 2;

/** In wider lines, the name is cut. */
const COLUMNS = 100;

const INTERVAL_MS = 100;

/** A request is finished when its spans have arrived, including those that end after the answer. */
const QUIET_MS = 350;

/** More at a time is a load test, and nobody reads its lines. */
const MOST_AT_ONCE = 20;

/** Time to wait for the end of a line that an application has begun. A prompt stays open. */
const MOST_HELD_MS = 2000;

/**
 * Writes a line for each finished request if stderr is a terminal: between lines of the application, and
 * above a line that it has begun and does not end.
 *
 * @param isLineOpen whether the application is in the middle of a line
 * @returns a function that ends it
 */
export function showRequests(desk: Desk, { env, error }: World, isLineOpen: () => boolean): () => void {
  if (!isatty(STDERR) || !env.TERM || env.TERM === 'dumb') return () => {};
  const paint = painter(wantsColour(env, true));
  const takeFinished = createFinished(desk);
  const lines: string[] = [];
  let heldMs = 0;

  function show(isLast: boolean): void {
    lines.push(...takeFinished(isLast).map(trace => requestLine(trace, desk.url, COLUMNS, paint)));
    heldMs = lines.length === 0 ? 0 : heldMs + INTERVAL_MS;
    if (lines.length === 0) return;
    const isOpen = isLineOpen();
    if (isOpen && heldMs < MOST_HELD_MS && !isLast) return;
    for (const line of lines.splice(0)) error(isOpen ? aboveCursor(line) : `${line}\n`);
  }

  const timer = setInterval(show, INTERVAL_MS, false);
  timer.unref();
  return () => {
    clearInterval(timer);
    show(true);
  };
}

/** Takes each finished request once; with `all`, also requests that may be unfinished. */
function createFinished({ hub: { store, answers } }: Desk): (all: boolean) => TraceSummary[] {
  const shown = new Set<string>();
  let seen = store.revision;
  return all => {
    const now = Date.now();
    const changed = [...store.traces.values()].filter(({ revision }) => revision > seen);
    const waiting = changed.filter(({ traceId }) => !shown.has(traceId));
    const due = all ? waiting : waiting.filter(({ changedMs }) => now - changedMs >= QUIET_MS);
    if (due.length === waiting.length) seen = store.revision;
    for (const traceId of shown) if (!store.traces.has(traceId)) shown.delete(traceId);
    return due.slice(-MOST_AT_ONCE).flatMap(trace => {
      const request = requestIn(trace, answers.summary(trace));
      if (request) shown.add(trace.traceId);
      return request ?? [];
    });
  };
}

/** The request of a trace: its root, or the span that serves the root call. */
function requestIn({ spans }: HeldTrace, trace: TraceSummary | null): TraceSummary | null {
  if (!trace || isRequest(trace)) return trace;
  const served = [...spans.values()].find(isRequest);
  const request = served && summarizeTrace(new Map([[served.spanId, served]]), [], []);
  return request ? { ...request, spanCount: trace.spanCount, errorCount: trace.errorCount } : null;
}

function isRequest({ kind }: Pick<TraceSummary, 'kind'>): boolean {
  return kind === 'server' || kind === 'consumer';
}

/**
 * Puts a line above the line with the cursor. First makes sure that there is a line below (index, and back),
 * then inserts a line, writes it without wrapping, and puts the cursor back, one line lower. All of this is
 * one write, so that nothing can come between. Source: https://vt100.net/docs/vt102-ug/chapter5.html
 */
function aboveCursor(line: string): string {
  return `\u001BD\u001BM\u001B7\r\u001B[L\u001B[?7l${line}\u001B[?7h\u001B8\u001BD`;
}
