import { pidOf } from '../../checks/evidence.ts';
import { inTreeOrder } from '../../report/span-tree.ts';
import type { ViewSpan } from '../model/spans.ts';
import type { HeldSpan } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import { exceptionOfSpan } from './exception.ts';
import { toJsonMap, toMs } from './json-value.ts';
import type { SourceFiles } from './source-files.ts';
import { spanTarget, statusCodeOf } from './span-facts.ts';

/** The spans of a trace in the order of its tree. */
export function toViewSpans(spans: Iterable<HeldSpan>, sources: SourceFiles): ViewSpan[] {
  return inTreeOrder([...spans]).map(({ span, depth }) => toViewSpan(span as HeldSpan, depth, sources));
}

function toViewSpan(span: HeldSpan, depth: number, sources: SourceFiles): ViewSpan {
  const { traceId, spanId, parentSpanId, name, kind, status, traceState, cut } = span;
  return {
    traceId,
    spanId,
    parentSpanId,
    depth,
    name,
    kind,
    service: serviceNameOf(span),
    resource: span.resourceId,
    pid: pidOf(span) ?? null,
    scope: { name: span.scope.name, version: span.scope.version },
    startTimeMs: toMs(span.startTimeUnixNano),
    durationMs: span.durationMs,
    status: { code: status.code, message: status.message },
    target: spanTarget(span),
    statusCode: statusCodeOf(span),
    exception: exceptionOfSpan(span, sources),
    attributes: toJsonMap(span.attributes),
    events: span.events.map(event => ({
      name: event.name,
      timeMs: toMs(event.timeUnixNano),
      attributes: toJsonMap(event.attributes),
    })),
    links: span.links.map(link => ({
      traceId: link.traceId,
      spanId: link.spanId,
      attributes: toJsonMap(link.attributes),
    })),
    traceState,
    droppedCount: span.droppedAttributesCount + span.droppedEventsCount + span.droppedLinksCount,
    cut,
  };
}
