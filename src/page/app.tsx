import { smokeReport } from './data/state.ts';
import { FindingsView } from './findings/findings-view.tsx';
import { LogsView } from './logs/logs-view.tsx';
import { MapView } from './map/map-view.tsx';
import { MetricsView } from './metrics/metrics-view.tsx';
import { CopyNotice } from './parts/copy.tsx';
import { Help, helpIsOpen } from './parts/help.tsx';
import { useKeys } from './parts/keys.ts';
import { go, hrefOf, route } from './parts/route.ts';
import { ProcessesView } from './processes/processes-view.tsx';
import { ReportView } from './report/report-view.tsx';
import { Top, togglePause } from './top.tsx';
import { TraceView } from './trace/trace-view.tsx';
import { TracesView } from './traces/traces-view.tsx';

/** The view for the first word of the address. A trace belongs to the list of traces. */
const VIEWS: Readonly<Record<string, () => preact.JSX.Element | null>> = {
  traces: TracesView,
  trace: TraceView,
  logs: LogsView,
  findings: FindingsView,
  map: MapView,
  processes: ProcessesView,
  metrics: MetricsView,
  report: ReportView,
};

const NUMBERED = ['traces', 'logs', 'findings', 'map', 'processes', 'metrics', 'report'];

/** The whole page. */
export function App() {
  useKeys({
    '?': () => {
      helpIsOpen.value = true;
    },
    p: togglePause,
    ...Object.fromEntries(NUMBERED.map((view, index) => [String(index + 1), () => go(hrefOf(view))])),
  });
  const View = VIEWS[viewOfRoute()] ?? TracesView;
  return (
    <>
      <Top view={viewOfRoute()} />
      <View />
      <Help />
      <CopyNotice />
    </>
  );
}

/** Without an address, the report if there is one. */
function viewOfRoute(): string {
  const { view } = route.value;
  if (Object.hasOwn(VIEWS, view) && (view !== 'report' || smokeReport.value)) return view;
  return smokeReport.value ? 'report' : 'traces';
}
