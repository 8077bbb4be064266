import type { Change } from '../../view/model/events.ts';
import type { LogsAnswer, ViewLog } from '../../view/model/logs.ts';
import type { TracesAnswer } from '../../view/model/traces.ts';
import { MOST_LOGS, mergeLogs, mergeTraces } from './changes.ts';
import { askApi, PAGE_LENGTH } from './source.ts';
import * as state from './state.ts';

const SETTLED_MS = 1000;

/**
 * Requests what the view holds behind the newest traces and records, a page at a time.
 *
 * @param matched how many of each the view holds
 * @param between called when no request is under way
 */
export async function loadOlder(
  matched: { readonly traces: number; readonly logs: number },
  between: () => void,
): Promise<void> {
  for (let offset = PAGE_LENGTH; offset < matched.traces; offset += PAGE_LENGTH) {
    const { traces } = await askPage<TracesAnswer>('traces', offset);
    state.traces.value = mergeTraces(state.traces.peek(), traces);
    between();
  }
  for (let offset = PAGE_LENGTH; offset < Math.min(matched.logs, MOST_LOGS); offset += PAGE_LENGTH) {
    const { logs } = await askPage<LogsAnswer>('logs', offset);
    state.logs.value = mergeLogs(state.logs.peek(), logs, 0);
    between();
  }
}

/** The newest record before the first one that is missing. */
let missingAfter: number | undefined;
let isFilling = false;

/**
 * Requests the records that a change left out, because too many came at a time, when it has become quieter.
 *
 * @param before the records before the change
 */
export function loadSkipped({ skippedLogs }: Change, before: readonly ViewLog[]): void {
  if (!skippedLogs) return;
  const newest = before.reduce((most, { id }) => Math.max(most, id), 0);
  missingAfter = Math.min(missingAfter ?? newest, newest);
  if (!isFilling) setTimeout(fill, SETTLED_MS);
  isFilling = true;
}

async function fill(): Promise<void> {
  const after = missingAfter;
  if (after !== undefined && !state.paused.peek()) {
    missingAfter = undefined;
    await fillDownTo(after).catch(() => {
      missingAfter = Math.min(missingAfter ?? after, after);
    });
  }
  isFilling = missingAfter !== undefined;
  if (isFilling) setTimeout(fill, SETTLED_MS);
}

async function fillDownTo(after: number): Promise<void> {
  for (let offset = 0; offset < MOST_LOGS; offset += PAGE_LENGTH) {
    const { logs } = await askPage<LogsAnswer>('logs', offset);
    state.logs.value = mergeLogs(state.logs.peek(), logs, 0);
    if (logs.length < PAGE_LENGTH || logs.some(({ id }) => id <= after)) return;
  }
}

function askPage<Answer>(list: 'traces' | 'logs', offset: number): Promise<Answer> {
  return askApi(list, { limit: String(PAGE_LENGTH), offset: String(offset) });
}
