import { bodyText } from '../../checks/evidence.ts';
import type { Attributes, AttributeValue } from '../../receiver/telemetry.ts';
import type { TraceSummary } from '../model/traces.ts';
import type { HeldLog, HeldSpan } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import type { LogQuery, TraceQuery } from './query.ts';

/** Whether a trace matches a query. The cheap conditions come first. */
export function matchesTrace(
  summary: TraceSummary,
  spans: ReadonlyMap<string, HeldSpan>,
  logs: readonly HeldLog[],
  { service, name, error, minDurationMs, text }: TraceQuery,
): boolean {
  if (error !== undefined && summary.error !== error) return false;
  if (minDurationMs !== undefined && summary.durationMs < minDurationMs) return false;
  if (service !== undefined && !summary.services.includes(service)) return false;
  if (name !== undefined && !hasName(spans, name.toLowerCase())) return false;
  if (text === undefined) return true;
  const wanted = text.toLowerCase();
  if (summary.traceId.startsWith(wanted)) return true;
  for (const span of spans.values()) if (isInSpan(span, wanted)) return true;
  return logs.some(log => isInLog(log, wanted));
}

/** Whether a record matches a query. */
export function matchesLog(log: HeldLog, { traceId, service, severity, text }: LogQuery): boolean {
  if (traceId !== undefined && log.traceId !== traceId) return false;
  if (severity !== undefined && log.severityNumber < severity) return false;
  if (service !== undefined && serviceNameOf(log) !== service) return false;
  return text === undefined || isInLog(log, text.toLowerCase());
}

/** Part of the name of any span, ignoring case. */
function hasName(spans: ReadonlyMap<string, HeldSpan>, wanted: string): boolean {
  for (const { name } of spans.values()) if (name.toLowerCase().includes(wanted)) return true;
  return false;
}

function isInSpan({ name, status, attributes, events }: HeldSpan, wanted: string): boolean {
  return (
    includes(name, wanted) ||
    includes(status.message, wanted) ||
    isInAttributes(attributes, wanted) ||
    events.some(event => includes(event.name, wanted) || isInAttributes(event.attributes, wanted))
  );
}

function isInLog(log: HeldLog, wanted: string): boolean {
  return includes(bodyText(log), wanted) || isInAttributes(log.attributes, wanted);
}

/** In a name, in a value, or in `name=value`. */
function isInAttributes(attributes: Attributes, wanted: string): boolean {
  return Object.entries(attributes).some(([name, value]) => includes(`${name}=${asText(value)}`, wanted));
}

function asText(value: AttributeValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function includes(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted);
}
