import type { LogRecord, Span } from '../../receiver/telemetry.ts';
import { LIMITS } from './limits.ts';
import { safeAttributes, safeText, safeValue, startIntake } from './safe-value.ts';

interface Held {
  /** Id of its resource. */
  readonly resourceId: string;
  /** Its estimated size. */
  readonly bytes: number;
  /** Whether long values were shortened. */
  readonly cut: boolean;
}

/** A span as stored: with short values and without secrets. */
export interface HeldSpan extends Span, Held {}

/** A log record as stored. */
export interface HeldLog extends LogRecord, Held {
  /** Increases. */
  readonly id: number;
  readonly revision: number;
  readonly arrivalMs: number;
}

type Kept = { readonly resourceId: string; readonly resource: Span['resource'] };

/** Estimated bytes of the objects in addition to their strings. */
const BYTES_OF_ITEM = 600;
const BYTES_OF_ATTRIBUTE = 60;

/** Prepares a span for the store; `hid` says whether it contained a secret. */
export function holdSpan(span: Span, { resource, resourceId }: Kept): { held: HeldSpan; hid: boolean } {
  const intake = startIntake();
  const lists = [span.events, span.links];
  if (lists.some(({ length }) => length > LIMITS.entries)) intake.cut = true;
  const name = safeText(span.name, intake);
  const status = { ...span.status, message: safeText(span.status.message, intake) };
  // Events first: people open a long span for its exception.
  const events = span.events.slice(0, LIMITS.entries).map(event => ({
    ...event,
    name: safeText(event.name, intake),
    attributes: safeAttributes(event.attributes, intake),
  }));
  const attributes = safeAttributes(span.attributes, intake);
  const links = span.links.slice(0, LIMITS.entries).map(link => ({
    ...link,
    attributes: safeAttributes(link.attributes, intake),
  }));
  const { cut, hid, left } = intake;
  const traceState = span.traceState.slice(0, LIMITS.entries);
  const count = Object.keys(attributes).length + (events.length + links.length) * 4;
  const bytes = BYTES_OF_ITEM + count * BYTES_OF_ATTRIBUTE + (LIMITS.itemLength - left);
  return {
    held: { ...span, name, status, events, attributes, links, traceState, resource, resourceId, bytes, cut },
    hid,
  };
}

/** Prepares a record for the store. */
export function holdLog(
  log: LogRecord,
  { resource, resourceId }: Kept,
  place: Pick<HeldLog, 'id' | 'revision' | 'arrivalMs'>,
): { held: HeldLog; hid: boolean } {
  const intake = startIntake();
  const body = safeValue('', log.body, intake);
  const attributes = safeAttributes(log.attributes, intake);
  const eventName = safeText(log.eventName, intake);
  const severityText = log.severityText.slice(0, LIMITS.entries);
  const { cut, hid, left } = intake;
  const count = Object.keys(attributes).length;
  const bytes = BYTES_OF_ITEM + count * BYTES_OF_ATTRIBUTE + (LIMITS.itemLength - left);
  return {
    held: { ...log, body, attributes, eventName, severityText, resource, resourceId, bytes, cut, ...place },
    hid,
  };
}
