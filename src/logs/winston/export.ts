import { isError } from '../../shared/is-error.ts';
import type { Bridge, Exports } from '../bridge.ts';
import { type Draft, startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { furtherProperties } from '../errors.ts';
import { newBounds, toMap } from '../plain-value.ts';
import { addArgumentError, addField, addRenderedError } from '../record.ts';
import { isActiveTraceId, namingOf } from '../reserved-fields.ts';
import { REDACTED } from '../secrets.ts';
import { severityOfRank } from '../severity.ts';
import { copyShown, mostRedacted, occursIn, type Rendering } from '../shown.ts';
import { withoutAnsi } from '../without-ansi.ts';
import { createGetterReader } from '../without-getters.ts';
import { appendedMessage, fieldsOf, type Info, LEVEL, type Logged, MESSAGE, messageGiven } from './info.ts';
import { overwrittenFields, timestampGiven } from './merged.ts';
import { jsonRendering, plainRendering, renderingsOf } from './renderings.ts';
import { addedTimestamp, NOT_ADDED } from './timestamp.ts';
import { afterTransports } from './transports.ts';

/** One record after the logger's format. */
export interface WinstonEntry {
  readonly logger: Exports;
  /** The object that was written to the logger. */
  readonly given: Info;
  readonly logged: Logged;
  readonly formatted: Info;
  /** The arguments whose fields are in the record. */
  readonly merged: readonly unknown[];
}

const NAMES = namingOf('winston');

const NAMES_WITH_TIMESTAMP = namingOf('winston', 'timestamp');

/** Makes log records from winston's. */
export function createWinstonExport(bridge: Bridge) {
  let emit: Emit | undefined;

  return function send(entry: WinstonEntry): void {
    const { logger, formatted } = entry;
    // The formats of transports run later and may change the record in place.
    const isKept = isError(formatted) || logger.transports.some((transport: Exports) => transport.format);
    const isCopied = isKept || entry.logged.getters.length > 0;
    const read = isCopied ? fieldsOf(formatted, entry.logged) : formatted;
    if (isError(formatted)) read.message = formatted.message;
    const readGetters = createGetterReader();
    const given = readGetters(read);
    const rendered = jsonRendering(given);
    // What is rendered already may be redacted in place by a transport.
    const fields = rendered.length > 0 ? copyOf(given) : given;
    afterTransports(entry.logger, entry.formatted, views => {
      emit ??= openLogScope(bridge.provider(), 'winston');
      const ofTransports = views.length > 0 ? views.flatMap(view => renderingsOf(readGetters(view))) : [];
      const renderings = ofTransports.length > 0 ? [...rendered, ...ofTransports] : rendered;
      emitEntry(emit, entry, fields, renderings);
    });
  };
}

function copyOf(fields: Info): Info {
  const copy: Info = { ...fields };
  for (const key of Object.keys(fields)) if (key !== '__proto__') copy[key] = copyShown(fields[key]);
  return copy;
}

function emitEntry(emit: Emit, entry: WinstonEntry, fields: Info, renderings: readonly Rendering[]): void {
  const { logger, given, logged, formatted, merged } = entry;
  const ownTimestamp = timestampGiven(logged, merged);
  const timestamp = addedTimestamp(ownTimestamp, fields);
  const draft = startRecord(timestamp === NOT_ADDED ? NAMES : NAMES_WITH_TIMESTAMP);
  const level = String(formatted[LEVEL] ?? formatted.level);
  const shown = (key: string, value: unknown) => mostRedacted(key, value, renderings);
  const further = logged.error ? propertiesOf(logged.error, entry) : {};
  if (logged.error) addErrorOfRecord(draft, entry, fields, renderings, further);
  for (const key of Object.keys(fields)) {
    if (key === 'level' || key === 'message' || belongsToError(key, entry, further)) continue;
    if (key === 'timestamp' && timestamp !== NOT_ADDED) continue;
    const raw = logged.fields[key];
    const value = shown(key, fields[key]);
    if (value !== raw && isError(raw)) addRenderedError(draft, key, raw, value);
    else addField(draft, key, value);
  }
  const overwritten = overwrittenFields(given, merged, logger);
  if (timestamp !== NOT_ADDED) overwritten.timestamp = ownTimestamp;
  for (const key in overwritten) addField(draft, key, overwritten[key]);
  for (const value of logged.values) {
    if (isError(value) && value !== logged.error) addArgumentError(draft, value, fields);
  }
  emit(draft, {
    body: shown('message', bodyOf(given, logged, fields)),
    severityNumber: severityOfRank(level, logger.levels),
    severityText: level,
    timestamp: timestamp === NOT_ADDED ? undefined : timestamp,
  });
}

/**
 * The message after the logger's format, without padding and colour. If the format rendered the whole record
 * into it, this is the message before.
 */
function bodyOf(
  given: Info,
  logged: Logged,
  { message, [MESSAGE]: text }: Readonly<Record<string | symbol, unknown>>,
): unknown {
  const own = messageGiven(given, logged);
  if (message === logged.message) return own;
  if (message === undefined) return typeof text === 'string' && isIn(own, text) ? own : undefined;
  if (typeof message !== 'string') return message;
  const plain = withoutAnsi(message);
  if (typeof own !== 'string') return plain;
  const appended = appendedMessage(logged.values[0]);
  if (plain.trim() === own.trim() || (plain.startsWith('{') && occursIn(own, plain))) return own;
  if (appended === undefined || own === logged.message) return plain;
  // The splat format replaces the message with that of the meta object.
  if (` ${plain}` === appended) return own;
  return plain.endsWith(appended) ? plain.slice(0, -appended.length) : plain;
}

/**
 * Adds the error of a record, which is the first among the arguments or the record itself. It adds only what
 * the formats left readable.
 */
function addErrorOfRecord(
  draft: Draft,
  { logged: { error, fields: before, message }, given }: WinstonEntry,
  fields: Info,
  renderings: readonly Rendering[],
  read: Readonly<Record<string, unknown>>,
): void {
  if (!error) return;
  const wasShown = given === (error as unknown) || isIn(error.message, message);
  const isHidden =
    wasShown && [plainRendering(fields), ...renderings].some(({ text }) => !isIn(error.message, text()));
  const narrowed: Info = Object.create(null);
  for (const key of Object.keys(read))
    narrowed[key] = key in fields ? mostRedacted(key, read[key], renderings) : read[key];
  const further: Info = toMap(narrowed, newBounds(), [error]);
  for (const key of Object.keys(further)) {
    const isWinstons = given === (error as unknown) && key === 'level';
    if (isWinstons || isActiveTraceId(key, further[key])) delete further[key];
    else if (key in before && fields[key] !== before[key])
      further[key] = mostRedacted(key, fields[key], renderings);
  }
  const shownMessage = isHidden ? String(fields.message ?? REDACTED) : error.message;
  const ownStack = isHidden ? error.stack?.replaceAll(error.message, shownMessage) : error.stack;
  const isFormatted = typeof fields.stack === 'string' && (before.stack ?? error.stack) === error.stack;
  const stack = isFormatted ? fields.stack : ownStack;
  addRenderedError(draft, 'err' in fields ? 'error' : 'err', error, {
    ...further,
    message: shownMessage,
    stack,
  });
}

/**
 * Reads an error's further properties once. If the error is the record itself, they have been read already.
 */
function propertiesOf(error: Error, { given, logged }: WinstonEntry): Record<string, unknown> {
  return furtherProperties(error, given === (error as unknown) ? logged.fields : {});
}

/** Whether winston, or its errors format, took a field from an error that was logged as an argument. */
function belongsToError(
  key: string,
  { logger, logged: { error, fields } }: WinstonEntry,
  further: Readonly<Record<string, unknown>>,
): boolean {
  const own = () => (error && !(key in further) ? Reflect.get(error, key) : further[key]);
  if (!error || (key in fields && fields[key] !== own())) return false;
  if (logger.defaultMeta && Object.hasOwn(logger.defaultMeta, key)) return false;
  return key === 'stack' || key === 'cause' || (key in fields && Object.hasOwn(error, key));
}

function isIn(value: unknown, text: unknown): boolean {
  return typeof value === 'string' && typeof text === 'string' && occursIn(value, text);
}
