import type { AttributeValue, LogRecord, Span, Telemetry } from '../receiver/telemetry.ts';
import type { Evidence } from './check.ts';
import { bodyText, logEvidence } from './evidence.ts';

/**
 * Fields where loggers and frameworks write a request's own id: `reqId` (Fastify), `req.id` (pino-http), …
 */
const REQUEST_IDS =
  /^(?:req(?:uest)?[._-]?id|x[._-]request[._-]id|correlation[._-]?id|x[._-]correlation[._-]id)$/i;

/** Nanoseconds after a request in which its late records are still written. */
const AFTERWARDS = 100_000_000n;

/**
 * Log records without a trace id that belong to a request: records with a request id that other records carry
 * together with a trace, and records that a process wrote while it served a request. Records that a process
 * also writes outside of requests, such as a heartbeat, are left out.
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

/** The trace of each request id that belongs to only one trace. */
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

/** The request ids in a record, with their process: counters restart in each process. */
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

/** The message of a record, regardless of its numbers. */
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

/** Loggers record whole milliseconds, spans are more precise. */
function floorToMs(nanoseconds: bigint): bigint {
  return nanoseconds - (nanoseconds % 1_000_000n);
}
