import { useEffect, useRef } from 'preact/hooks';
import { setPaused } from './data/live.ts';
import { connection, findings, frozenAt, logs, paused, smokeReport, traces, waiting } from './data/state.ts';
import { formatDate } from './parts/format.ts';
import { helpIsOpen } from './parts/help.tsx';
import { hrefOf } from './parts/route.ts';

/** Pauses or continues the page. */
export function togglePause(): void {
  if (connection.value !== 'frozen') setPaused(!paused.value);
}

/** The tabs, and whether the page is live. */
export function Top({ view }: { readonly view: string }) {
  return (
    <header class="top">
      <a class="mark" href={hrefOf(smokeReport.value ? 'report' : 'traces')}>
        <Logo />
        <span>
          otel-run <b>{smokeReport.value ? 'smoke' : 'view'}</b>
        </span>
      </a>
      <Tabs view={view} />
      <div class="live">
        <LiveState />
        <button
          type="button"
          class="button plain help"
          aria-label="keyboard shortcuts"
          onClick={() => {
            helpIsOpen.value = true;
          }}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function Tabs({ view }: { readonly view: string }) {
  const grave = findings.value.filter(({ severity }) => severity !== 'info');
  const hasErrors = grave.some(({ severity }) => severity === 'error');
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [view]);
  return (
    <nav class="tabs" aria-label="Views" ref={tabs}>
      {smokeReport.value && <Tab view="report" name="Report" isCurrent={view === 'report'} />}
      <Tab
        view="traces"
        name="Traces"
        number={traces.value.length}
        isCurrent={view === 'traces' || view === 'trace'}
      />
      <Tab view="logs" name="Logs" number={logs.value.length} isCurrent={view === 'logs'} />
      <Tab
        view="findings"
        name="Findings"
        number={grave.length}
        style={hasErrors ? 'bad' : grave.length > 0 ? 'warn' : ''}
        isCurrent={view === 'findings'}
      />
      <Tab view="map" name="Map" isCurrent={view === 'map'} />
      <Tab view="processes" name="Processes" isCurrent={view === 'processes'} />
      <Tab view="metrics" name="Metrics" isCurrent={view === 'metrics'} />
    </nav>
  );
}

interface TabProps {
  readonly view: string;
  readonly name: string;
  readonly number?: number;
  readonly style?: string;
  readonly isCurrent: boolean;
}

function Tab({ view, name, number = 0, style = '', isCurrent }: TabProps) {
  return (
    <a href={hrefOf(view)} aria-current={isCurrent ? 'page' : undefined}>
      {name}
      {number > 0 && <span class={`chip ${style}`}>{number.toLocaleString('en')}</span>}
    </a>
  );
}

function LiveState() {
  if (connection.value === 'frozen')
    return <span class="quiet frozen-at">{frozenAt.value !== null && formatDate(frozenAt.value)}</span>;
  if (connection.value !== 'live')
    return (
      <span class="button plain lost">
        <i class="dot pulse" /> {connection.value === 'lost' ? 'Connection lost, trying again' : 'Connecting'}
      </span>
    );
  return (
    <button
      type="button"
      class={`button ${paused.value ? 'paused' : ''}`}
      aria-pressed={paused.value}
      onClick={togglePause}
    >
      <i class={paused.value ? 'dot' : 'dot pulse'} />
      {paused.value ? `Paused${waiting.value > 0 ? `, ${waiting.value} new` : ''}` : 'Live'}
    </button>
  );
}

/** Three bars of a waterfall. */
function Logo() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="3" width="18" height="4" rx="1.5" fill="var(--s0)" />
      <rect x="5" y="8.5" width="9" height="4" rx="1.5" fill="var(--s1)" />
      <rect x="9" y="14" width="7" height="4" rx="1.5" fill="var(--s2)" />
    </svg>
  );
}
