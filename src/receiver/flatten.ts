import type { Signal } from '../shared/signal.ts';
import {
  attributesOf,
  attributeValueOf,
  bigintOf,
  idOf,
  integerOf,
  messageOf,
  messagesOf,
  type OtlpFields,
  textOf,
} from './fields.ts';
import { metricPointsOf } from './flatten-metric.ts';
import type { LogRecord, Origin, Scope, Span, SpanEvent, SpanLink, Telemetry } from './telemetry.ts';

/** The three levels of a request: by resource, by scope, item by item. */
const GROUPS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUS_CODES = ['unset', 'ok', 'error'] as const;

/**
 * Turns a decoded export request into plain spans, log records or metric points, each with its resource and
 * scope.
 *
 * @throws Refusal `malformed` when a field has a value that OTLP does not allow; nothing is stored then.
 */
export function flattenRequest(signal: Signal, request: OtlpFields): Telemetry {
  return {
    spans: signal === 'traces' ? flattenGroups(request, GROUPS.traces, toSpan) : [],
    logs: signal === 'logs' ? flattenGroups(request, GROUPS.logs, toLogRecord) : [],
    metricPoints: signal === 'metrics' ? flattenGroups(request, GROUPS.metrics, metricPointsOf) : [],
  };
}

function flattenGroups<Item>(
  request: OtlpFields,
  [resourceGroups, scopeGroups, items]: (typeof GROUPS)[Signal],
  toItems: (message: OtlpFields, origin: Origin) => Item | readonly Item[],
): Item[] {
  return messagesOf(request, resourceGroups).flatMap(resourceGroup => {
    const resource = attributesOf(messageOf(resourceGroup, 'resource'));
    return messagesOf(resourceGroup, scopeGroups).flatMap(scopeGroup => {
      const origin = { resource, scope: toScope(messageOf(scopeGroup, 'scope')) };
      return messagesOf(scopeGroup, items).flatMap(message => toItems(message, origin));
    });
  });
}

function toScope(scope: OtlpFields): Scope {
  return { name: textOf(scope, 'name'), version: textOf(scope, 'version'), attributes: attributesOf(scope) };
}

function toSpan(span: OtlpFields, origin: Origin): Span {
  const startTimeUnixNano = bigintOf(span, 'startTimeUnixNano');
  const endTimeUnixNano = bigintOf(span, 'endTimeUnixNano');
  const status = messageOf(span, 'status');
  return {
    traceId: idOf(span, 'traceId', 16) ?? '',
    spanId: idOf(span, 'spanId', 8) ?? '',
    parentSpanId: idOf(span, 'parentSpanId', 8),
    traceState: textOf(span, 'traceState'),
    flags: integerOf(span, 'flags'),
    name: textOf(span, 'name'),
    kind: enumOf(span, 'kind', SPAN_KINDS),
    startTimeUnixNano,
    endTimeUnixNano,
    durationMs: Number(endTimeUnixNano - startTimeUnixNano) / 1e6,
    attributes: attributesOf(span),
    status: { code: enumOf(status, 'code', STATUS_CODES), message: textOf(status, 'message') },
    events: messagesOf(span, 'events').map(toSpanEvent),
    links: messagesOf(span, 'links').map(toSpanLink),
    droppedAttributesCount: integerOf(span, 'droppedAttributesCount'),
    droppedEventsCount: integerOf(span, 'droppedEventsCount'),
    droppedLinksCount: integerOf(span, 'droppedLinksCount'),
    ...origin,
  };
}

function toSpanEvent(event: OtlpFields): SpanEvent {
  return {
    timeUnixNano: bigintOf(event, 'timeUnixNano'),
    name: textOf(event, 'name'),
    attributes: attributesOf(event),
    droppedAttributesCount: integerOf(event, 'droppedAttributesCount'),
  };
}

function toSpanLink(link: OtlpFields): SpanLink {
  return {
    traceId: idOf(link, 'traceId', 16) ?? '',
    spanId: idOf(link, 'spanId', 8) ?? '',
    traceState: textOf(link, 'traceState'),
    flags: integerOf(link, 'flags'),
    attributes: attributesOf(link),
    droppedAttributesCount: integerOf(link, 'droppedAttributesCount'),
  };
}

function toLogRecord(record: OtlpFields, origin: Origin): LogRecord {
  return {
    timestamp: bigintOf(record, 'timeUnixNano'),
    observedTimestamp: bigintOf(record, 'observedTimeUnixNano'),
    severityNumber: integerOf(record, 'severityNumber'),
    severityText: textOf(record, 'severityText'),
    eventName: textOf(record, 'eventName'),
    body: attributeValueOf(messageOf(record, 'body')),
    attributes: attributesOf(record),
    traceId: idOf(record, 'traceId', 16),
    spanId: idOf(record, 'spanId', 8),
    flags: integerOf(record, 'flags'),
    droppedAttributesCount: integerOf(record, 'droppedAttributesCount'),
    ...origin,
  };
}

/** The name of an enum's number. Protobuf's enums are open: an unknown number counts as the first, the default. */
function enumOf<Name extends string>(
  message: OtlpFields,
  field: string,
  names: readonly [Name, ...Name[]],
): Name {
  return names[integerOf(message, field)] ?? names[0];
}
