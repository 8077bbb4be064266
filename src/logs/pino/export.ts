import { isError } from '../../shared/is-error.ts';
import type { Bridge } from '../bridge.ts';
import { continueRecord, type Draft, startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import type { Naming } from '../naming.ts';
import type { AnyMap } from '../plain-value.ts';
import { addField, addRenderedError } from '../record.ts';
import { namingOf } from '../reserved-fields.ts';
import { addErrors } from './arguments.ts';
import { type Bindings, bindingsOf } from './bindings.ts';
import type { Entry } from './entry.ts';
import { type PinoLevel, readLevel, readTime } from './line.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';
import { seenThrough } from './stream-write.ts';

/** The values that all records of a logger share. */
interface Shared {
  readonly bindings: Bindings;
  readonly messageKey: string;
  readonly naming: Naming;
  readonly emit: Emit;
  /** A record with the bindings; undefined if they have to be read for each record. */
  readonly start: Draft | undefined;
  readonly levels: Map<number, PinoLevel>;
}

// Faster in a loop over a record's fields than `Object.hasOwn`.
const ownProperty = Object.prototype.hasOwnProperty;

/** Makes log records from calls of pino's loggers. */
export function createPinoExport(bridge: Bridge, symbols: PinoSymbols) {
  const { nestedKeySym } = symbols as Record<string, symbol>;
  const loggers = new SharedValues(bridge, symbols);

  return function send(entry: Entry): void {
    const { logger, shown, message } = entry;
    const shared = loggers.of(logger);
    const { messageKey, start } = shared;
    const nestedKey: string | null = logger[nestedKeySym as symbol];
    const level = levelOf(entry, shared.levels, symbols);
    const time = readTime(entry.time);
    const isSimple = start !== undefined && shown === undefined;
    const draft = isSimple ? continueRecord(start) : startRecord(shared.naming);
    for (const [key, value] of time.fields) addField(draft, key, value);
    for (const [key, value] of level.fields) addField(draft, key, value);
    const bound = isSimple ? undefined : addBindings(draft, entry, shared, nestedKey);
    const found = addFields(draft, entry, nestedKey, message === undefined ? messageKey : undefined);
    addErrors(draft, entry, symbols);
    const body = shown && message !== undefined ? seenThrough(shown, messageKey, message) : message;
    shared.emit(draft, {
      body: body ?? found ?? bound,
      severityText: level.severityText,
      severityNumber: level.severityNumber,
      timestamp: time.instant,
    });
  };
}

/** What each logger's records share, read once for as long as its bindings stay the same. */
class SharedValues {
  readonly #bridge: Bridge;
  readonly #symbols: PinoSymbols;
  readonly #known = new WeakMap<object, Shared>();
  readonly #namings = new Map<string, Naming>();

  constructor(bridge: Bridge, symbols: PinoSymbols) {
    this.#bridge = bridge;
    this.#symbols = symbols;
  }

  of(logger: PinoLogger): Shared {
    const { chindingsSym } = this.#symbols;
    const found = this.#known.get(logger);
    if (found !== undefined && found.bindings.rendered === logger[chindingsSym as symbol]) return found;
    const shared = this.#read(logger);
    this.#known.set(logger, shared);
    return shared;
  }

  #read(logger: PinoLogger): Shared {
    const bindings = bindingsOf(logger, this.#symbols);
    const messageKey: string = logger[this.#symbols.messageKeySym as symbol];
    const naming = this.#namings.get(messageKey) ?? namingOf('pino', messageKey);
    this.#namings.set(messageKey, naming);
    return {
      bindings,
      messageKey,
      naming,
      emit: openLogScope(this.#bridge.provider(), bindings.name ?? 'pino'),
      start: Object.hasOwn(bindings.fields, messageKey) ? undefined : withBindings(naming, bindings),
      levels: new Map(),
    };
  }
}

function levelOf(
  { logger, level }: Pick<Entry, 'logger' | 'level'>,
  levels: Map<number, PinoLevel>,
  { lsCacheSym, useOnlyCustomLevelsSym }: PinoSymbols,
): PinoLevel {
  const rendered: string | undefined = logger[lsCacheSym as symbol]?.[level];
  const found = levels.get(level);
  if (found !== undefined && found.rendered === rendered) return found;
  const isOwnScale = Boolean(logger[useOnlyCustomLevelsSym as symbol]);
  const read = readLevel(level, logger.levels?.labels?.[level], rendered, isOwnScale);
  levels.set(level, read);
  return read;
}

function withBindings(naming: Naming, { fields }: Bindings): Draft | undefined {
  const draft = startRecord(naming);
  for (const key in fields) addField(draft, key, fields[key]);
  return draft.exceptionKey === undefined ? draft : undefined;
}

/**
 * Adds the bindings of a logger that this record shows.
 *
 * @returns the message among them
 */
function addBindings(
  draft: Draft,
  { fields, message, shown }: Entry,
  { bindings, messageKey }: Shared,
  nestedKey: string | null,
): unknown {
  let found: unknown;
  for (const key in bindings.fields) {
    const value = seenThrough(shown, key, bindings.fields[key]);
    if (key === messageKey && message === undefined) found = value;
    else if (!(key in fields) || nestedKey) addField(draft, key, value);
  }
  return found;
}

/**
 * Adds the fields of a call.
 *
 * @param nested the key of the object that contains all fields (`nestedKey`)
 * @param messageKey set if the message is among them
 * @returns the message among them
 */
function addFields(
  draft: Draft,
  { fields, resultOf, shown }: Entry,
  nested: string | null,
  messageKey: string | undefined,
): unknown {
  const own = fields as Readonly<Record<string, unknown>>;
  const into: AnyMap | undefined = nested ? {} : undefined;
  let message: unknown;
  for (const key in own) {
    if (!ownProperty.call(own, key)) continue;
    const raw = own[key];
    const value = seenThrough(shown, key, resultOf ? resultOf(key, raw) : raw, nested);
    if (!nested && key === messageKey) message = value;
    else if (value !== raw && isError(raw)) addRenderedError(draft, key, raw, value, into);
    else addField(draft, key, value, into);
  }
  if (nested && into && Object.keys(into).length > 0) addField(draft, nested, into);
  return message;
}
