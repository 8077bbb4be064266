import { useComputed } from '@preact/signals';
import { source } from '../data/page-source.ts';
import { traces } from '../data/state.ts';
import { TopFindings } from '../findings/top-findings.tsx';
import { Empty } from '../parts/empty.tsx';
import { Headline } from '../parts/headline.tsx';
import { useKeys } from '../parts/keys.ts';
import { narrow } from '../parts/narrow.ts';
import { go, hrefOf } from '../parts/route.ts';
import { VirtualList } from '../parts/virtual-list.tsx';
import { SmokeTestBar } from '../report/smoke-test.tsx';
import { toggleChosen } from './chosen.ts';
import { TraceFilters } from './filters.tsx';
import { currentTrace, shownTraces } from './shown.ts';
import { TraceRow } from './trace-row.tsx';

/** The list of traces, newest first. */
export function TracesView() {
  const longestMs = useComputed(() =>
    shownTraces.value.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
  );
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => currentTrace.value && go(hrefOf('trace', [currentTrace.value])),
    x: () => currentTrace.value && source.smokeTest && toggleChosen(currentTrace.value),
    '/': () => document.querySelector<HTMLInputElement>('.filters .search')?.focus(),
  });

  return (
    <main data-scroll class="scrolls">
      <div class="inset">
        <Headline />
        <TopFindings />
        <TraceFilters shown={shownTraces.value.length} />
        <div class="card list">
          <VirtualList
            rows={shownTraces.value}
            rowHeight={narrow.value ? 62 : 38}
            keyOf={({ traceId }) => traceId}
            label="Traces"
            follow={indexOfCurrent()}
            render={trace => (
              <TraceRow
                trace={trace}
                isCurrent={trace.traceId === currentTrace.value}
                longestMs={longestMs.value}
              />
            )}
          />
          {shownTraces.value.length === 0 && <NoTraces />}
        </div>
      </div>
      <SmokeTestBar />
    </main>
  );
}

function indexOfCurrent(): number {
  return shownTraces.value.findIndex(({ traceId }) => traceId === currentTrace.value);
}

/** Moves the current line; without one, to the first. */
function move(step: number): void {
  const next = Math.max(0, indexOfCurrent() + step);
  const trace = shownTraces.value[Math.min(next, shownTraces.value.length - 1)];
  if (trace) currentTrace.value = trace.traceId;
}

function NoTraces() {
  if (traces.value.length > 0) return <Empty title="No trace matches the filter" />;
  return <Empty title="No traces yet">Send a request to the application, and it appears here.</Empty>;
}
