import type { Span } from '../../receiver/telemetry.ts';
import { toMs } from '../answers/json-value.ts';
import { timeOf } from '../answers/log.ts';
import type { HeldLog } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import type { Occurrence } from './occurrence.ts';

/** The place where a finding was seen. */
export type Place = Pick<Occurrence, 'service' | 'timeMs' | 'traceId' | 'spanId' | 'logId'>;

export const NOWHERE: Place = { service: '', timeMs: 0, traceId: null, spanId: null, logId: null };

/** The place of a span, at its end. */
export function ofSpan(span: Span): Place {
  const { traceId, spanId } = span;
  return { service: serviceNameOf(span), timeMs: toMs(span.endTimeUnixNano), traceId, spanId, logId: null };
}

/** The place of a record. */
export function ofLog(log: HeldLog): Place {
  const { traceId, spanId, id } = log;
  return { service: serviceNameOf(log), timeMs: timeOf(log), traceId, spanId, logId: id };
}
