import { batch, effect, signal } from '@preact/signals';
import { source } from '../data/page-source.ts';
import { connection, paused } from '../data/state.ts';
import { route } from '../parts/route.ts';
import { filterOf, type TraceFilter } from './filter.ts';

const SETTLED_MS = 200;
const AGAIN_MS = 2000;

/** Ids of the traces that contain the text of the filter; null if the filter has none. */
export const foundTraces = signal<ReadonlySet<string> | null>(null);

/** How many more traces contain it than those that were found, which are the newest. */
export const olderMatches = signal(0);

let turn = 0;

/** Searches for text inside traces, which the lines of the list do not show. */
export function searchTraces(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const filter = filterOf(route.value);
    const isOpen = route.value.view === 'traces' || route.value.view === '';
    turn += 1;
    clearTimeout(timer);
    olderMatches.value = 0;
    if (filter.text === '') foundTraces.value = null;
    else if (isOpen) timer = setTimeout(() => search(filter), SETTLED_MS);
  });
  setInterval(() => {
    if (foundTraces.peek() && connection.peek() === 'live' && !paused.peek())
      void search(filterOf(route.peek()));
  }, AGAIN_MS);
}

async function search({ service, text, status, minDurationMs }: TraceFilter): Promise<void> {
  const own = turn;
  const query = { service, text, error: status === 'error', minDurationMs };
  const { traces, matched } = await source.findTraces(query).catch(() => ({ traces: [], matched: 0 }));
  if (own !== turn) return;
  batch(() => {
    foundTraces.value = new Set(traces.map(({ traceId }) => traceId));
    olderMatches.value = matched - traces.length;
  });
}
