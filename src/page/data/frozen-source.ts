import type { FrozenView } from '../../view/model/frozen.ts';
import { parseJson } from './parse-json.ts';
import type { DataSource } from './source.ts';
import * as state from './state.ts';

const DATA_ELEMENT = 'otel-run-data';

/** What the page's own file holds; null where it came from a view that runs. */
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
    // Whatever else is filtered, the page does itself: it holds everything.
    findTraces: async ({ text }) =>
      view.traces.filter(trace => searchText(trace.spans).includes(text.toLowerCase())),
    findLogs: async () => [],
    metrics: async () => ({ metrics: view.metrics }),
  };
}

const searched = new WeakMap<object, string>();

/** All that can be searched in a list, in lower case. */
function searchText(list: object): string {
  const known = searched.get(list);
  if (known !== undefined) return known;
  const text = JSON.stringify(list).toLowerCase();
  searched.set(list, text);
  return text;
}
