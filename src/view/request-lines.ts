import type { Paint } from '../report/colours.ts';
import { widthOf } from '../report/display-width.ts';
import { fitColumns } from '../report/fit-columns.ts';
import { printable } from '../shared/printable.ts';
import type { TraceSummary } from './model/traces.ts';

/** A narrower line would say nothing. */
const FEWEST_COLUMNS = 40;

/** Characters of a trace id that distinguish it within one view. */
const SHORT_ID = 8;

/** A short address that leads to a trace on the page. */
export function traceLink(url: string, traceId: string): string {
  return `${url}t/${traceId.slice(0, SHORT_ID)}`;
}

/**
 * A finished request in one line of a terminal: `GET /users/:id 200 12 ms · 5 spans · 1 error http://…`. The
 * link stays complete; the part before it is cut if there is not enough room.
 */
export function requestLine(trace: TraceSummary, url: string, columns: number, paint: Paint): string {
  const { statusCode, spanCount, errorCount, durationMs } = trace;
  const link = traceLink(url, trace.traceId);
  const rest = [
    statusCode === null ? '' : `${statusCode} `,
    `${describeMs(durationMs)} · ${count(spanCount, 'span')}`,
    errorCount > 0 ? ` · ${count(errorCount, 'error')}` : '',
  ].join('');
  const room = Math.max(FEWEST_COLUMNS, columns) - widthOf(rest) - widthOf(link) - 4;
  const name = printable(nameOf(trace));
  const shown = widthOf(name) > room ? fitColumns(name, Math.max(10, room)).trimEnd() : name;
  const isBad = trace.error || (statusCode ?? 0) >= 500;
  return `${paint('dim', '▸')} ${shown} ${isBad ? paint('red', rest) : rest} ${paint('dim', link)}`;
}

/** The path of a request without a route: the name `GET` says too little. */
function nameOf({ name, method, route, path }: TraceSummary): string {
  return method !== null && route === null && path !== null && !name.includes(path)
    ? `${method} ${path}`
    : name;
}

function describeMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
