import { useComputed, useSignal } from '@preact/signals';
import type { ViewLog } from '../../view/model/logs.ts';
import { logs, serviceNames, services } from '../data/state.ts';
import { copyJson, copyLink } from '../parts/copy.tsx';
import { DetailsBar } from '../parts/details-bar.tsx';
import { Empty } from '../parts/empty.tsx';
import { count } from '../parts/format.ts';
import { useKeys } from '../parts/keys.ts';
import { narrow } from '../parts/narrow.ts';
import { go, hrefOf, route } from '../parts/route.ts';
import { VirtualList } from '../parts/virtual-list.tsx';
import { Choice } from '../traces/filters.tsx';
import { LogDetails } from './log-details.tsx';
import { logHref, logPasses, SEVERITY_NUMBERS } from './log-filter.ts';
import { LogRow } from './log-row.tsx';
import { useTail } from './tail.ts';

/** All log records, newest last. The list stays at its end unless the reader scrolls away. */
export function LogsView() {
  const shown = useComputed(() => logs.value.filter(log => logPasses(log, route.value.query)));
  const chosen = useComputed(() => shown.value.findIndex(({ id }) => String(id) === route.value.path[0]));
  const scroller = useTail(shown.value.length, chosen.value === -1);
  const record = shown.value[chosen.value];
  useRecordKeys(shown.value, chosen.value);
  return (
    <div class={`trace-page ${record ? 'with-details' : ''}`}>
      <div class="logs-pane">
        <LogFilters shown={shown.value.length} />
        <main data-scroll ref={scroller} class="log-list card">
          <VirtualList
            rows={shown.value}
            rowHeight={narrow.value ? 48 : 26}
            keyOf={({ id }) => String(id)}
            label="Log records"
            follow={chosen.value}
            render={log => <LogRow log={log} isCurrent={log === record} />}
          />
          {shown.value.length === 0 && <NoLogs />}
        </main>
      </div>
      {record && (
        <aside class="details" aria-label="Log record">
          <DetailsBar item={record} name="Record" onCopyLink={copyPageLink} onClose={closeRecord} />
          <LogDetails log={record} resource={services.value.resources[record.resource]} />
        </aside>
      )}
    </div>
  );
}

function openRecord(log: ViewLog | undefined): void {
  if (log) go(logHref(String(log.id), route.value.query), { replace: true });
}

function closeRecord(): void {
  go(logHref('', route.value.query), { replace: true });
}

function copyPageLink(): void {
  copyLink(location.hash);
}

/** @param chosen the index of the open record; -1 if none is open */
function useRecordKeys(shown: readonly ViewLog[], chosen: number): void {
  const record = shown[chosen];
  useKeys({
    j: () => openRecord(shown[Math.min(chosen + 1, shown.length - 1)]),
    k: () => openRecord(shown[chosen === -1 ? shown.length - 1 : Math.max(chosen - 1, 0)]),
    Enter: () => record?.traceId && go(hrefOf('trace', [record.traceId, `log-${record.id}`])),
    c: () => record && copyJson(record, 'Record'),
    l: copyPageLink,
    '/': () => document.querySelector<HTMLInputElement>('.filters .search')?.focus(),
    Escape: closeRecord,
  });
}

function LogFilters({ shown }: { readonly shown: number }) {
  const { query } = route.value;
  const text = useSignal(query.text ?? '');
  const set = (fields: Readonly<Record<string, string>>) =>
    go(logHref('', { ...query, ...fields }), { replace: true });
  return (
    <search class="filters">
      <input
        class="field search"
        type="search"
        value={text.value}
        placeholder="Filter by text, logger or field  ( / )"
        aria-label="Filter records by text"
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
          set({ text: currentTarget.value });
        }}
      />
      <Choice label="Severity" value={query.severity ?? ''} onChoose={severity => set({ severity })}>
        {Object.keys(SEVERITY_NUMBERS).map(name => [name, `≥ ${name}`] as const)}
      </Choice>
      <Choice label="Service" value={query.service ?? ''} onChoose={service => set({ service })}>
        {serviceNames.value.map(name => [name, name] as const)}
      </Choice>
      <span class="rest number">
        {shown === logs.value.length
          ? count(shown, 'record')
          : `${shown.toLocaleString('en')} of ${count(logs.value.length, 'record')}`}
      </span>
    </search>
  );
}

function NoLogs() {
  if (logs.value.length > 0) return <Empty title="No record matches the filter" />;
  return (
    <Empty title="No log records yet">Records of pino, winston, bunyan and other loggers appear here.</Empty>
  );
}
