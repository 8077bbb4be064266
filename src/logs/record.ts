import {
  type AnyValue,
  context,
  type Logger,
  type LogRecord,
  type SeverityNumber,
  type TimeInput,
} from '@opentelemetry/api';
import { emitWith } from './converted-attributes.ts';
import { errorType, furtherProperties, isError } from './errors.ts';
import { type AnyMap, type Bounds, newBounds, put, redact, toPlain } from './plain-value.ts';
import { type FieldNames, isActiveTraceId } from './reserved-fields.ts';
import { isSecretName } from './secrets.ts';

/** A log record under construction. */
export interface Draft {
  readonly names: FieldNames;
  readonly attributes: AnyMap;
  readonly bounds: Bounds;
}

/** What a record says beside its fields. */
export interface Head {
  readonly body: unknown;
  readonly severityNumber: SeverityNumber;
  readonly severityText: string | undefined;
  /** Unset: now. */
  readonly timestamp?: TimeInput | undefined;
}

const EVENT_NAME = 'otel.event.name';

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an ANSI sequence starts with
const ANSI = /\u001b\[[\d;]*[A-Za-z]/g;

/** Starts a record of a logger, with attributes that were converted before. */
export function startRecord(names: FieldNames, attributes: AnyMap = {}): Draft {
  return { names, attributes, bounds: newBounds() };
}

/**
 * Adds a field of the application under its name, or under `field_<name>` where the record itself owns that name. The
 * first error becomes the record's exception.
 *
 * @param into a map that holds the field instead of the record itself (pino's `nestedKey`)
 */
export function addField(draft: Draft, key: string, value: unknown, into?: AnyMap): void {
  if (isError(value)) {
    addError(draft, key, value, into);
    return;
  }
  const renamed = into ? undefined : draft.names.get(key);
  if (renamed !== undefined && isActiveTraceId(key, value)) return;
  if (into) put(into, key, value, draft.bounds, []);
  else setAttribute(draft, renamed ?? key, value);
}

/** Adds an error that an application's serializer rendered: nothing is exported that the result does not show. */
export function addRenderedError(
  draft: Draft,
  key: string,
  error: Error,
  shown: unknown,
  into?: AnyMap,
): void {
  if (shown === undefined) return;
  if (isError(shown)) {
    addError(draft, key, shown, into);
    return;
  }
  const isFirst = !hasException(draft);
  if (isFirst) draft.attributes['exception.type'] = errorType(error);
  if (!isFirst || typeof shown !== 'object' || shown === null) {
    addField(draft, key, shown, into);
    return;
  }
  const { type, name, message, stack, ...rest } = shown as Record<string, unknown>;
  setException(draft, 'exception.message', unlessHidden(error.message, message));
  setException(draft, 'exception.stacktrace', unlessHidden(error.stack, stack));
  if (type !== undefined && type !== errorType(error)) rest.type = type;
  if (Object.keys(rest).length > 0) addField(draft, key, rest, into);
}

/** A text without ANSI escape sequences. */
export function withoutAnsi(text: string): string {
  return text.includes('\u001b[') ? text.replace(ANSI, '') : text;
}

/** Hands a finished record to OpenTelemetry. */
export function emitRecord(logger: Logger, draft: Draft, head: Head): void {
  const active = context.active();
  const { attributes, bounds } = draft;
  const eventName = attributes[EVENT_NAME];
  const record = { severityNumber: head.severityNumber, context: active } as LogRecord;
  const body = toBody(head.body, bounds);
  if (body !== undefined) record.body = body;
  if (typeof eventName === 'string') record.eventName = eventName;
  if (head.timestamp !== undefined) record.timestamp = head.timestamp;
  if (head.severityText !== undefined) record.severityText = head.severityText;
  emitWith(attributes, bounds.dropped, logger, record);
}

function addError(draft: Draft, key: string, error: Error, into: AnyMap | undefined): void {
  if (hasException(draft)) {
    if (into) put(into, key, error, draft.bounds, []);
    else setAttribute(draft, draft.names.get(key) ?? key, error);
    return;
  }
  draft.attributes['exception.type'] = errorType(error);
  setException(draft, 'exception.message', error.message);
  setException(draft, 'exception.stacktrace', error.stack);
  const further = furtherProperties(error, draft.bounds, [error]);
  if (Object.keys(further).length > 0) addField(draft, key, further, into);
}

function hasException({ attributes }: Draft): boolean {
  return Object.hasOwn(attributes, 'exception.type');
}

function setException(draft: Draft, name: string, value: unknown): void {
  if (typeof value === 'string') setAttribute(draft, name, value);
}

/** Sets an attribute to the plain form of a value. */
function setAttribute({ attributes, bounds }: Draft, name: string, value: unknown): void {
  const plain = isSecretName(name) ? redact(value) : toPlain(value, bounds);
  if (plain !== undefined) attributes[name] = plain;
}

/** An error's own text where what is shown starts with it, as the standard serializers have it; else what is shown. */
function unlessHidden(own: unknown, shown: unknown): unknown {
  return typeof own === 'string' && typeof shown === 'string' && shown.startsWith(own) ? own : shown;
}

function toBody(body: unknown, bounds: Bounds): AnyValue | undefined {
  if (isError(body)) return toBody(body.message, bounds);
  const plain = toPlain(body, bounds);
  return typeof plain === 'string' ? withoutAnsi(plain) : plain;
}
