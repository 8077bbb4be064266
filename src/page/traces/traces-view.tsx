import { useComputed, useSignal } from '@preact/signals';
import { source } from '../data/page-source.ts';
import { traces } from '../data/state.ts';
import { TopFindings } from '../findings/top-findings.tsx';
import { Empty } from '../parts/empty.tsx';
import { Headline } from '../parts/headline.tsx';
import { useKeys } from '../parts/keys.ts';
import { narrow } from '../parts/narrow.ts';
import { go, hrefOf, route } from '../parts/route.ts';
import { VirtualList } from '../parts/virtual-list.tsx';
import { SmokeTestBar } from '../report/smoke-test.tsx';
import { toggleChosen } from './chosen.ts';
import { filterOf, passes } from './filter.ts';
import { TraceFilters } from './filters.tsx';
import { foundTraces } from './found.ts';
import { TraceRow } from './trace-row.tsx';

/** The list of traces, the newest first. */
export function TracesView() {
  const current = useSignal('');
  const shown = useComputed(() => {
    const filter = filterOf(route.value);
    return traces.value.filter(trace => passes(trace, filter, foundTraces.value));
  });
  const longestMs = useComputed(() =>
    shown.value.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
  );
  const index = shown.value.findIndex(({ traceId }) => traceId === current.value);
  const move = (step: number) => {
    const next = shown.value[Math.min(Math.max(index + step, 0), shown.value.length - 1)];
    if (next) current.value = next.traceId;
  };
  useKeys({
    j: () => move(1),
    k: () => move(index === -1 ? 1 : -1),
    Enter: () => current.value && go(hrefOf('trace', [current.value])),
    x: () => current.value && source.smokeTest && toggleChosen(current.value),
    '/': () => document.querySelector<HTMLInputElement>('.filters .search')?.focus(),
  });

  return (
    <main data-scroll class="scrolls">
      <div class="inset">
        <Headline />
        <TopFindings />
        <TraceFilters shown={shown.value.length} />
        <div class="card list">
          <VirtualList
            rows={shown.value}
            rowHeight={narrow.value ? 62 : 38}
            keyOf={({ traceId }) => traceId}
            label="Traces"
            follow={index}
            render={trace => (
              <TraceRow
                trace={trace}
                isCurrent={trace.traceId === current.value}
                longestMs={longestMs.value}
              />
            )}
          />
          {shown.value.length === 0 && <NoTraces />}
        </div>
      </div>
      <SmokeTestBar />
    </main>
  );
}

function NoTraces() {
  if (traces.value.length > 0) return <Empty title="No trace passes the filter" />;
  return <Empty title="No traces yet">Send a request to the application, and it appears here.</Empty>;
}
