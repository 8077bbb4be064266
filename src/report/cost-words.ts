import type { Cost } from '../checks/cost/cost.ts';
import { formatBytes } from '../shared/format-bytes.ts';

/** A route, or all routes together, as the cells of a table row. */
export type CostRow = readonly [
  name: string,
  requests: string,
  spans: string,
  traces: string,
  records: string,
  logs: string,
];

/** The column heads for these cells. */
export const COST_HEADS: CostRow = ['', 'requests', 'spans', 'traces', 'records', 'logs'];

const MOST_ROUTES = 12;

/** The average cost of one request, then by route. */
export function costRows({ per, requests, perRequest, byRoute }: Cost): CostRow[] {
  const { spans, logs, bytes } = perRequest;
  const cells = (own: Pick<Cost['perRequest'], 'spans' | 'logs'>, of: { traces: number; logs: number }) =>
    [String(own.spans), formatBytes(of.traces), String(own.logs), formatBytes(of.logs)] as const;
  return [
    [`a ${per}`, String(requests), ...cells({ spans, logs }, bytes)],
    ...byRoute
      .slice(0, MOST_ROUTES)
      .map((route): CostRow => [route.name, String(route.requests), ...cells(route, route.bytes)]),
  ];
}

/** `at 50 requests per second, a month is 225 GB of traces, 84.1 GB of logs, 0 GB of metrics, 12 series`. */
export function monthWords({ monthly, series, per }: Cost): string {
  if (!monthly) return series > 0 ? `${series} series` : '';
  const { gigabytes, requestsPerSecond } = monthly;
  const { traces, logs, metrics } = gigabytes;
  const rate = Number(requestsPerSecond.toPrecision(3));
  return `at ${rate} ${per === 'request' ? 'requests' : 'of them'} per second, a month is ${traces} GB of traces, ${logs} GB of logs, ${metrics} GB of metrics, ${monthly.series} series`;
}
