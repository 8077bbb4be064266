import type { Problem } from '../../view/model/json.ts';
import type { MetricsAnswer } from '../../view/model/metrics.ts';
import type { SmokeTestAnswer } from '../../view/model/smoke-test.ts';
import type { TraceAnswer, TracesAnswer } from '../../view/model/traces.ts';
import { parseJson } from './parse-json.ts';

/** What to look for among traces. */
export interface TraceSearch {
  readonly service: string;
  readonly text: string;
  readonly error: boolean;
  readonly minDurationMs: number;
}

/** Where the page gets data that it does not hold: the view's API, or the page's own file. */
export interface DataSource {
  readonly trace: (traceId: string) => Promise<TraceAnswer>;
  /** The newest matching traces, and how many match. */
  readonly findTraces: (query: TraceSearch) => Promise<TracesAnswer>;
  readonly metrics: () => Promise<MetricsAnswer>;
  /** Undefined on a frozen page, which cannot run anything. */
  readonly smokeTest?: (traceIds: readonly string[]) => Promise<SmokeTestAnswer>;
}

/** Calls the API; fails with the message of its answer. */
export async function askApi<Answer>(
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled).toString();
  const response = await fetch(`/api/${path}${search && `?${search}`}`, { cache: 'no-store' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const answer = isJson ? parseJson(text) : { error: `the view answered ${response.status}` };
  if (!response.ok) throw new Error((answer as Problem).error);
  return answer as Answer;
}

/** The most that a list of the API answers with at a time. */
export const PAGE_LENGTH = 1000;

/** The view that the page came from. */
export const liveSource: DataSource = {
  trace: traceId => askApi(`traces/${encodeURIComponent(traceId)}`),
  findTraces: ({ service, text, error, minDurationMs }) =>
    askApi('traces', {
      service,
      text,
      limit: String(PAGE_LENGTH),
      error: error ? 'true' : '',
      minDurationMs: minDurationMs > 0 ? String(minDurationMs) : '',
    }),
  metrics: () => askApi('metrics'),
  smokeTest: traceIds => {
    const query = new URLSearchParams(traceIds.map(id => ['traceId', id])).toString();
    return askApi(`smoke-test?${query}`);
  },
};
