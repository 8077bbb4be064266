import { computed, effect, signal } from '@preact/signals';
import type { TraceAnswer } from '../../view/model/traces.ts';
import { source } from '../data/page-source.ts';
import { traces } from '../data/state.ts';
import { route } from '../parts/route.ts';
import { type Row, toRows } from './rows.ts';

const AGAIN_MS = 300;

/** The open trace; null until it is loaded. */
export const trace = signal<TraceAnswer | null>(null);

/** Why it could not be shown; '' if it was shown. */
export const problem = signal('');

export const closed = signal<ReadonlySet<string>>(new Set());
export const opened = signal<ReadonlySet<string>>(new Set());
export const withLogs = signal(true);

/** The lines of its waterfall. */
export const rows = computed<readonly Row[]>(() => {
  if (!trace.value) return [];
  return toRows(trace.value, { closed: closed.value, opened: opened.value, withLogs: withLogs.value });
});

/** The id of the trace in the address; '' if there is none. */
export const traceIdOfRoute = computed(() =>
  route.value.view === 'trace' ? (route.value.path[0] ?? '') : '',
);

/** The span or record in the address. */
export const chosenKey = computed(() => (route.value.view === 'trace' ? (route.value.path[1] ?? '') : ''));

const summary = computed(() => traces.value.find(({ traceId }) => traceId === traceIdOfRoute.value));

/** Loads the trace in the address, and reloads it when more of it arrives. */
export function followTrace(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const traceId = traceIdOfRoute.value;
    void summary.value;
    if (traceId === '') return;
    const isOther = trace.peek()?.traceId !== traceId;
    if (isOther) reset();
    clearTimeout(timer);
    timer = setTimeout(() => load(traceId), isOther ? 0 : AGAIN_MS);
  });
}

function reset(): void {
  trace.value = null;
  problem.value = '';
  closed.value = new Set();
  opened.value = new Set();
}

async function load(traceId: string): Promise<void> {
  try {
    const answer = await source.trace(traceId);
    if (traceIdOfRoute.peek() === traceId) trace.value = answer;
  } catch (error) {
    if (traceIdOfRoute.peek() === traceId && !trace.peek())
      problem.value = error instanceof Error ? error.message : String(error);
  }
}

/** A set with an element toggled. */
export function toggled(set: ReadonlySet<string>, ...keys: readonly string[]): ReadonlySet<string> {
  const changed = new Set(set);
  for (const key of keys) if (!changed.delete(key)) changed.add(key);
  return changed;
}
