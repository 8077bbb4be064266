import { source } from '../data/page-source.ts';
import { copyJson, copyLink } from '../parts/copy.tsx';
import type { KeyHandlers } from '../parts/keys.ts';
import { go, hrefOf } from '../parts/route.ts';
import { toggleChosen } from '../traces/chosen.ts';
import { listHref, shownTraces } from '../traces/shown.ts';
import { chosenKey, closed, rows, toggled, trace, traceIdOfRoute } from './trace-state.ts';

/** The keyboard shortcuts while a trace is open. */
export const TRACE_KEYS: KeyHandlers = {
  j: () => choose(rows.value[Math.min(chosenIndex() + 1, rows.value.length - 1)]?.key),
  k: () => choose(rows.value[Math.max(chosenIndex() - 1, 0)]?.key),
  ArrowLeft: () => fold(true),
  ArrowRight: () => fold(false),
  '[': () => goToNeighbour(-1),
  ']': () => goToNeighbour(1),
  e: () => choose(nextError()),
  x: () => source.smokeTest && toggleChosen(traceIdOfRoute.value),
  c: () => copyJson(chosenSpan() ?? trace.value, chosenSpan() ? 'Span' : 'Trace'),
  l: () => copyLink(location.hash),
  Escape: () => {
    if (chosenKey.value) go(hrefOf('trace', [traceIdOfRoute.value]), { replace: true });
    else go(listHref.value);
  },
};

function choose(key: string | undefined): void {
  if (key !== undefined) go(hrefOf('trace', [traceIdOfRoute.value, key]), { replace: true });
}

function chosenIndex(): number {
  return rows.value.findIndex(({ key }) => key === chosenKey.value);
}

function chosenSpan() {
  return trace.value?.spans.find(({ spanId }) => spanId === chosenKey.value);
}

function goToNeighbour(step: number): void {
  const at = shownTraces.value.findIndex(({ traceId }) => traceId === traceIdOfRoute.value);
  const next = shownTraces.value[at + step];
  if (next) go(hrefOf('trace', [next.traceId]), { replace: true });
}

function fold(isClosed: boolean): void {
  const row = rows.value[chosenIndex()];
  if (row?.kind === 'span' && row.below > 0 && row.isClosed !== isClosed)
    closed.value = toggled(closed.value, row.key);
}

/** The next line with an error, wrapping around at the end. */
function nextError(): string | undefined {
  const failed = rows.value.filter(row => row.kind === 'span' && row.span.status.code === 'error');
  const after = rows.value.slice(chosenIndex() + 1).find(row => failed.includes(row));
  return (after ?? failed[0])?.key;
}
