import { computed, effect, signal } from '@preact/signals';
import { traces } from '../data/state.ts';
import { route } from '../parts/route.ts';
import { filterHref, filterOf, passes } from './filter.ts';
import { foundTraces } from './found.ts';

/** The filter of the list. It is kept while a trace is open. */
export const filter = signal(filterOf(route.peek()));

/** The id of the line that keys act on. Initially, the trace that was opened last. */
export const currentTrace = signal('');

effect(() => {
  if (route.value.view === 'trace') currentTrace.value = route.value.path[0] ?? '';
  if (route.value.view === 'traces' || route.value.view === '') filter.value = filterOf(route.value);
});

/** The traces that match the filter, newest first. */
export const shownTraces = computed(() =>
  traces.value.filter(trace => passes(trace, filter.value, foundTraces.value)),
);

/** The address of the list when it was left. */
export const listHref = computed(() => filterHref(filter.value));
