import type { Problem } from '../../view/model/json.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import type { MetricsAnswer } from '../../view/model/metrics.ts';
import type { SmokeTestAnswer } from '../../view/model/smoke-test.ts';
import type { TraceAnswer, TraceSummary } from '../../view/model/traces.ts';
import { parseJson } from './parse-json.ts';

/** What to look for among traces. */
export interface TraceSearch {
  readonly service: string;
  readonly text: string;
  readonly error: boolean;
  readonly minDurationMs: number;
}

/** What to look for among log records; `severity` is the lowest one. */
export interface LogSearch {
  readonly service: string;
  readonly text: string;
  readonly severity: string;
}

/** Where the page gets data that it does not hold: the view's API, or the page's own file. */
export interface DataSource {
  readonly trace: (traceId: string) => Promise<TraceAnswer>;
  readonly findTraces: (query: TraceSearch) => Promise<readonly TraceSummary[]>;
  readonly findLogs: (query: LogSearch) => Promise<readonly ViewLog[]>;
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

const MOST = '1000';

/** The view that the page came from. */
export const liveSource: DataSource = {
  trace: traceId => askApi(`traces/${encodeURIComponent(traceId)}`),
  findTraces: async ({ service, text, error, minDurationMs }) => {
    const query = {
      service,
      text,
      limit: MOST,
      error: error ? 'true' : '',
      minDurationMs: minDurationMs > 0 ? String(minDurationMs) : '',
    };
    return (await askApi<{ traces: TraceSummary[] }>('traces', query)).traces;
  },
  findLogs: async query => (await askApi<{ logs: ViewLog[] }>('logs', { ...query, limit: MOST })).logs,
  metrics: () => askApi('metrics'),
  smokeTest: traceIds => {
    const query = new URLSearchParams(traceIds.map(id => ['traceId', id])).toString();
    return askApi(`smoke-test?${query}`);
  },
};
