import { isatty } from 'node:tty';
import type { World } from '../command-line/world.ts';
import { painter, wantsColour } from '../report/colours.ts';
import type { Desk } from './desk.ts';
import { requestLine } from './request-lines.ts';

const STDERR = 2;

/** Wider lines are cut in their name. */
const COLUMNS = 100;

const INTERVAL_MS = 100;

/** A request is finished when its spans have come: those that end after the answer, too. */
const QUIET_MS = 350;

/** More at a time is a load test, which nobody reads by the line. */
const MOST_AT_ONCE = 20;

/**
 * Writes a line for each finished request, where stderr is a terminal that can insert lines.
 *
 * @returns what ends it
 */
export function showRequests(desk: Desk, { env, error }: World): () => void {
  if (!isatty(STDERR) || !env.TERM || env.TERM === 'dumb') return () => {};
  const { store, answers } = desk.hub;
  const paint = painter(wantsColour(env, true));
  const shown = new Set<string>();
  let seen = store.revision;
  const timer = setInterval(() => {
    const now = Date.now();
    const waiting = [...store.traces.values()].filter(
      ({ traceId, revision }) => revision > seen && !shown.has(traceId),
    );
    const due = waiting.filter(({ changedMs }) => now - changedMs >= QUIET_MS);
    if (due.length === waiting.length) seen = store.revision;
    for (const trace of due.slice(-MOST_AT_ONCE)) {
      const summary = answers.summary(trace);
      if (!summary || (summary.kind !== 'server' && summary.kind !== 'consumer')) continue;
      shown.add(trace.traceId);
      error(`${requestLine(summary, desk.url, COLUMNS, paint)}\n`);
    }
    for (const traceId of shown) if (!store.traces.has(traceId)) shown.delete(traceId);
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
