import type { LogRecord } from '../../receiver/telemetry.ts';
import type { Facts, RequestResult } from '../facts.ts';
import { type CostUnit, isServing, type Share, startMs, toUnits } from './unit.ts';

/** All traces with the same beginning. */
export interface RouteShare extends Share {
  readonly name: string;
  readonly requests: number;
}

/** Which spans and records belong to which request. */
export interface Attribution {
  /**
   * What is counted: requests that were sent; otherwise units of work that
   * began by themselves; otherwise the run.
   */
  readonly per: 'request' | 'unit of work' | 'run';
  /** Their number; at least 1. */
  readonly count: number;
  /** Their telemetry. */
  readonly requested: Share;
  /** Everything with a first span, by the name of that span, most spans first. */
  readonly routes: readonly RouteShare[];
  /** Telemetry of none of them: from the start, from the end, and from other work. */
  readonly outside: Share;
}

/** Milliseconds by which the clocks of two processes may differ, and that a listener on `finish` may take. */
const CLOCKS_MS = 3;
const AFTERWARDS_MS = 100;

/** Assigns each span and record to its request or unit of work. Pure. */
export function attribute({ telemetry, requests }: Pick<Facts, 'telemetry' | 'requests'>): Attribution {
  const answered = requests.filter(({ status }) => status !== null);
  const began = Math.min(...answered.map(({ sentAt = 0 }) => sentAt)) - CLOCKS_MS;
  const all = toUnits(telemetry.spans);
  const apart = answered.map(request => ({ request, logs: [] as LogRecord[] }));
  const beside = telemetry.logs.filter(log => !placeLog(log, all, apart));
  // Work before the first request belongs to the start: readiness probes, migrations.
  const isLate = ({ first }: CostUnit) => answered.length === 0 || startMs(first) >= began;
  const units = all.filter(isLate);
  const early = all.filter(unit => !isLate(unit));
  const outside = { spans: spansOf(early), logs: [...logsOf(early), ...beside] };
  const counted = answered.length > 0 ? servedRequests(units) : ownWork(units);
  const work = counted.reduce((sum, { served }) => sum + served, 0);
  const routes = toRoutes(units, apart);
  if (answered.length === 0 && work === 0)
    return { per: 'run', count: 1, requested: telemetryShare(telemetry), routes, outside };
  return {
    per: answered.length > 0 ? 'request' : 'unit of work',
    count: answered.length || work,
    requested: { spans: spansOf(counted), logs: [...logsOf(counted), ...logsOf(apart)] },
    routes,
    outside,
  };
}

/** Served requests, and the messages that they caused. */
function servedRequests(units: readonly CostUnit[]): CostUnit[] {
  const requests = units.filter(({ first }) => first.kind === 'server');
  const traces = new Set(requests.map(({ first }) => first.traceId));
  const isLedTo = ({ first }: CostUnit) => first.links.some(({ traceId }) => traces.has(traceId));
  return units.filter(unit => requests.includes(unit) || isLedTo(unit));
}

/** Work that serves, otherwise work with its own name. */
function ownWork(units: readonly CostUnit[]): CostUnit[] {
  const serving = units.filter(({ first }) => isServing(first));
  return serving.length > 0 ? serving : units.filter(({ first }) => first.kind === 'internal');
}

/**
 * Assigns a record by its trace, or if that did not arrive, to the request during which it was written.
 *
 * @param apart receives the records of requests without spans: they are ignored, or sampled away
 * @returns whether it was assigned
 */
function placeLog(
  log: LogRecord,
  units: readonly CostUnit[],
  apart: readonly { readonly request: RequestResult; readonly logs: LogRecord[] }[],
): boolean {
  const time = Number(log.timestamp || log.observedTimestamp) / 1e6;
  const isDuring = (ms: number, { sentAt = 0, durationMs }: RequestResult, afterwards: number) =>
    ms >= sentAt - CLOCKS_MS && ms <= sentAt + durationMs + afterwards;
  const request = apart.findLast(candidate => isDuring(time, candidate.request, AFTERWARDS_MS));
  const place =
    units.find(({ first }) => first.traceId === log.traceId) ??
    (request &&
      units.find(
        ({ first }) => first.kind === 'server' && isDuring(startMs(first), request.request, CLOCKS_MS),
      )) ??
    request;
  place?.logs.push(log);
  return place !== undefined;
}

function toRoutes(
  units: readonly CostUnit[],
  apart: readonly { readonly request: RequestResult; readonly logs: LogRecord[] }[],
): RouteShare[] {
  const routes = new Map<string, RouteShare>();
  const add = (name: string, served: number, { spans, logs }: Share) => {
    const before = routes.get(name) ?? { requests: 0, spans: [], logs: [] };
    routes.set(name, {
      name,
      requests: before.requests + served,
      spans: [...before.spans, ...spans],
      logs: [...before.logs, ...logs],
    });
  };
  for (const unit of units) add(unit.first.name, unit.served, unit);
  for (const { request, logs } of apart) {
    const { method, url } = request;
    if (logs.length > 0) add(`${method} ${new URL(url).pathname}`, 1, { spans: [], logs });
  }
  return [...routes.values()].sort((one, other) => other.spans.length - one.spans.length);
}

function telemetryShare({ spans, logs }: Facts['telemetry']): Share {
  return { spans: [...spans], logs: [...logs] };
}

function spansOf(shares: readonly Pick<Share, 'spans'>[]): Share['spans'] {
  return shares.flatMap(({ spans }) => spans);
}

function logsOf(shares: readonly Pick<Share, 'logs'>[]): LogRecord[] {
  return shares.flatMap(({ logs }) => logs);
}
