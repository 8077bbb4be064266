import { batch } from '@preact/signals';
import type { Change, Hello } from '../../view/model/events.ts';
import type { FindingsAnswer } from '../../view/model/findings.ts';
import type { LogsAnswer } from '../../view/model/logs.ts';
import type { ProcessesAnswer } from '../../view/model/processes.ts';
import type { ServicesAnswer } from '../../view/model/services.ts';
import type { StatusAnswer } from '../../view/model/status.ts';
import type { TracesAnswer } from '../../view/model/traces.ts';
import { applyChange, mergeLogs, mergeTraces } from './changes.ts';
import { loadOlder, loadSkipped } from './older.ts';
import { parseJson } from './parse-json.ts';
import { askApi, PAGE_LENGTH } from './source.ts';
import * as state from './state.ts';

/** Maximum number of changes to keep during a pause. With more, everything is requested again afterwards. */
const MOST_WAITING = 300;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

let kept: Change[] = [];
let isLoading = false;
let retryMs = FIRST_RETRY_MS;

/** Follows the view: everything that it holds, then each change. Reconnects when the connection breaks. */
export function followView(): void {
  const events = new EventSource('/api/events');
  events.addEventListener('hello', ({ data }) => {
    retryMs = FIRST_RETRY_MS;
    const { resumed } = parseJson(data) as Hello;
    if (resumed) state.connection.value = 'live';
    else void load();
  });
  events.addEventListener('change', ({ data }) => take(parseJson(data) as Change));
  events.addEventListener('error', () => {
    state.connection.value = 'lost';
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(followView, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  });
}

/** Pauses the page, or continues with everything that has arrived meanwhile. */
export function setPaused(paused: boolean): void {
  state.paused.value = paused;
  if (paused) return;
  const isTooMuch = state.waiting.value > MOST_WAITING;
  state.waiting.value = 0;
  if (isTooMuch) void load();
  else applyKept();
}

function take(change: Change): void {
  if (!state.paused.value && !isLoading) {
    apply(change);
    return;
  }
  if (state.paused.value) state.waiting.value += 1;
  if (kept.length < MOST_WAITING) kept.push(change);
}

function applyKept(): void {
  const changes = kept;
  kept = [];
  batch(() => changes.forEach(apply));
}

function apply(change: Change): void {
  const before = state.logs.peek();
  applyChange(change);
  loadSkipped(change, before);
}

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  kept = [];
  try {
    const [status, services, traces, logs, findings, processes] = await Promise.all([
      askApi<StatusAnswer>('status'),
      askApi<ServicesAnswer>('services'),
      askApi<TracesAnswer>('traces', { limit: String(PAGE_LENGTH) }),
      askApi<LogsAnswer>('logs', { limit: String(PAGE_LENGTH) }),
      askApi<FindingsAnswer>('findings'),
      askApi<ProcessesAnswer>('processes'),
    ]);
    batch(() => {
      state.status.value = status;
      state.services.value = services;
      state.traces.value = mergeTraces([], traces.traces);
      state.logs.value = mergeLogs([], logs.logs, 0);
      state.findings.value = findings.findings;
      state.processes.value = processes.processes;
      state.metricsNews.value += 1;
      state.connection.value = 'live';
    });
    const matched = { traces: traces.matched, logs: logs.matched };
    await loadOlder(matched, () => !state.paused.value && applyKept());
  } catch {
    state.connection.value = 'lost';
    setTimeout(load, retryMs);
  } finally {
    isLoading = false;
  }
  if (!state.paused.value) applyKept();
}
