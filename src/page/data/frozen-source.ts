import type { FrozenView } from '../../view/model/frozen.ts';
import { parseJson } from './parse-json.ts';
import type { DataSource } from './source.ts';
import * as state from './state.ts';

const DATA_ELEMENT = 'otel-run-data';

/** The data in the page's own file; null if a running view served the page. */
export function readFrozenView(): FrozenView | null {
  const text = document.getElementById(DATA_ELEMENT)?.textContent?.trim() ?? '';
  return text === '' ? null : (parseJson(text) as FrozenView);
}

/** Shows a frozen view, and answers from it. */
export function frozenSource(view: FrozenView): DataSource {
  state.connection.value = 'frozen';
  state.frozenAt.value = view.timeMs;
  state.smokeReport.value = view.smoke;
  state.status.value = view.status;
  state.services.value = view.services;
  state.traces.value = [...view.traces].sort((one, other) => other.startTimeMs - one.startTimeMs);
  state.logs.value = [...view.logs].sort((one, other) => one.timeMs - other.timeMs || one.id - other.id);
  state.findings.value = view.findings;
  state.processes.value = view.processes;
  const traces = new Map(view.traces.map(trace => [trace.traceId, trace]));
  return {
    trace: async traceId => {
      const trace = traces.get(traceId);
      if (!trace) throw new Error('this page does not hold the trace');
      return { ...trace, resources: view.services.resources };
    },
    // The page applies all other filters itself: it holds everything.
    findTraces: async ({ text }) => {
      const found = view.traces.filter(trace => searchText(trace.spans).includes(text.toLowerCase()));
      return { traces: found, matched: found.length };
    },
    metrics: async () => ({ metrics: view.metrics }),
  };
}

const searched = new WeakMap<object, string>();

/** Everything searchable in a list, in lower case. */
function searchText(list: object): string {
  const known = searched.get(list);
  if (known !== undefined) return known;
  const text = JSON.stringify(list).toLowerCase();
  searched.set(list, text);
  return text;
}
