import type { AttributeValue, LogRecord, Span, Telemetry } from '../receiver/telemetry.ts';
import type { Evidence } from './check.ts';
import { bodyText, logEvidence } from './evidence.ts';

/** Fields in which loggers and frameworks write a request's own id: `reqId` (Fastify), `req.id` (pino-http), … */
const REQUEST_IDS =
  /^(?:req(?:uest)?[._-]?id|x[._-]request[._-]id|correlation[._-]?id|x[._-]correlation[._-]id)$/i;

/** Nanoseconds after a request in which what it left behind is still written. */
const AFTERWARDS = 100_000_000n;

/**
 * Log records without a trace id that belong to a request: those with the id of a request that other records carry
 * together with its trace, and those written by a process while it served one. What a process writes beside its
 * requests too is its own: a heartbeat.
 */
export function uncorrelatedLogs({ spans, logs }: Telemetry): Evidence[] {
  const requests = spans.filter(({ kind }) => kind === 'server' || kind === 'consumer');
  const traces = tracesByRequestId(logs);
  const lost = logs.filter(({ traceId }) => traceId === null);
  const during = new Map(lost.map(log => [log, requests.find(request => isDuring(log, request))]));
  const beside = new Set(
    lost.filter(log => !requests.some(request => isDuring(log, request, AFTERWARDS))).map(kindOf),
  );
  return lost.flatMap(log => {
    const traceId = requestIdsOf(log)
      .map(id => traces.get(id))
      .find(Boolean);
    if (traceId) return [logEvidence(log, `it has the request id of trace ${traceId}`)];
    const request = during.get(log);
    if (!request || beside.has(kindOf(log))) return [];
    return [logEvidence(log, `written during "${request.name}" (trace ${request.traceId})`)];
  });
}

/** The trace of each request id that belongs to one trace alone. */
function tracesByRequestId(logs: readonly LogRecord[]): Map<string, string | undefined> {
  const traces = new Map<string, string | undefined>();
  for (const log of logs) {
    if (log.traceId === null) continue;
    for (const id of requestIdsOf(log)) {
      const isOther = traces.has(id) && traces.get(id) !== log.traceId;
      traces.set(id, isOther ? undefined : log.traceId);
    }
  }
  return traces;
}

/** A request's ids in a record, with the process that gave them: a counter starts again in each. */
function requestIdsOf({ attributes, resource }: LogRecord): string[] {
  const fields = [
    ...Object.entries(attributes),
    ...withinRequest(attributes.req),
    ...withinRequest(attributes.request),
  ];
  return fields
    .filter(
      ([name, value]) => REQUEST_IDS.test(name) && (typeof value === 'string' || typeof value === 'number'),
    )
    .map(([name, value]) => JSON.stringify([resource['service.instance.id'], name.toLowerCase(), value]));
}

function withinRequest(request: AttributeValue | undefined): [string, AttributeValue][] {
  const isMap = typeof request === 'object' && request !== null && 'id' in request;
  return isMap ? [['req.id', request.id as AttributeValue]] : [];
}

/** What a record says, whatever numbers are in it. */
function kindOf(log: LogRecord): string {
  const { resource, scope, severityNumber } = log;
  const text = bodyText(log).replace(/\d+/g, '#');
  return JSON.stringify([resource['service.instance.id'], scope.name, severityNumber, text]);
}

function isDuring(log: LogRecord, span: Span, afterwards = 0n): boolean {
  const time = log.timestamp || log.observedTimestamp;
  const sameInstance = log.resource['service.instance.id'] === span.resource['service.instance.id'];
  return (
    sameInstance && time >= floorToMs(span.startTimeUnixNano) && time <= span.endTimeUnixNano + afterwards
  );
}

/** Loggers' clocks have whole milliseconds, spans' are finer. */
function floorToMs(nanoseconds: bigint): bigint {
  return nanoseconds - (nanoseconds % 1_000_000n);
}
