import { effect, signal } from '@preact/signals';
import { mergeTraces } from '../data/changes.ts';
import { source } from '../data/page-source.ts';
import { connection, paused, traces, tracesNotLoaded } from '../data/state.ts';
import { route } from '../parts/route.ts';
import { filterOf, type TraceFilter } from './filter.ts';

const SETTLED_MS = 200;
const AGAIN_MS = 2000;

/** Ids of the traces that contain the text of the filter; null if the filter has none. */
export const foundTraces = signal<ReadonlySet<string> | null>(null);

let turn = 0;

/**
 * Searches for what the lines of the list do not show: text inside traces, and traces that are not loaded.
 */
export function searchTraces(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const filter = filterOf(route.value);
    const isOpen = route.value.view === 'traces' || route.value.view === '';
    const isNeeded = isOpen && (filter.text !== '' || (isNarrowed(filter) && tracesNotLoaded.value > 0));
    turn += 1;
    clearTimeout(timer);
    if (filter.text === '') foundTraces.value = null;
    if (isNeeded) timer = setTimeout(() => search(filter), SETTLED_MS);
  });
  setInterval(() => {
    if (foundTraces.peek() && connection.peek() === 'live' && !paused.peek())
      void search(filterOf(route.peek()));
  }, AGAIN_MS);
}

function isNarrowed({ service, status, minDurationMs }: TraceFilter): boolean {
  return service !== '' || status === 'error' || minDurationMs > 0;
}

async function search({ service, text, status, minDurationMs }: TraceFilter): Promise<void> {
  const own = turn;
  const query = { service, text, error: status === 'error', minDurationMs };
  const found = await source.findTraces(query).catch(() => []);
  if (own !== turn) return;
  if (text !== '') foundTraces.value = new Set(found.map(({ traceId }) => traceId));
  if (connection.peek() !== 'frozen') traces.value = mergeTraces(traces.peek(), found);
}
