import type { Logger } from '@opentelemetry/api';
import type { Bridge } from './bridge.ts';
import { readInstant } from './clock.ts';
import { isError } from './errors.ts';
import { type Bindings, bindingsOf } from './pino-bindings.ts';
import type { PinoLogger, PinoSymbols } from './pino-logger.ts';
import type { Observed } from './pino-observer.ts';
import type { Shown } from './pino-stream-write.ts';
import type { AnyMap } from './plain-value.ts';
import { addField, addRenderedError, type Draft, emitRecord, startRecord } from './record.ts';
import { type FieldNames, fieldNames } from './reserved-fields.ts';
import { severityOfName, severityOfNumber } from './severity.ts';
import { onlyShown } from './shown.ts';

/** One call of a logger. */
export interface Entry {
  readonly logger: PinoLogger;
  readonly fields: object;
  readonly message: unknown;
  /** What the application's own functions made of a field; undefined where it has none for this record. */
  readonly resultOf?: Observed['resultOf'];
  readonly level: number;
  /** pino's own rendering of the time, `,"time":1700000000000`. */
  readonly time: string;
  readonly shown?: Shown;
}

/** What all records of a logger share. */
interface Shared {
  readonly bindings: Bindings;
  readonly names: FieldNames;
  readonly scope: Logger;
  /** The bindings as attributes; undefined where they have to be looked at with each record. */
  readonly attributes: AnyMap | undefined;
}

const DEFAULT_TIME = ',"time":';

/** Makes log records of what pino's loggers are called with. */
export function createExporter(bridge: Bridge, symbols: PinoSymbols) {
  const { messageKeySym, nestedKeySym, lsCacheSym, useOnlyCustomLevelsSym } = symbols as Record<
    string,
    symbol
  >;
  const known = new WeakMap<object, Shared>();

  return function send(entry: Entry): void {
    const { logger, level, time, shown, message } = entry;
    const messageKey: string = logger[messageKeySym as symbol];
    const shared = sharedBy(logger, messageKey);
    const { names, bindings, attributes } = shared;
    const isSimple = attributes !== undefined && shown === undefined;
    const draft = startRecord(names, isSimple ? { ...attributes } : {});
    const timestamp = addTime(draft, time);
    addLevelFields(draft, logger[lsCacheSym as symbol]?.[level], level);
    const hasMessage = message !== undefined;
    let body = hasMessage && shown ? seenThrough(shown, messageKey, message) : message;
    if (!isSimple) {
      for (const key in bindings.fields) {
        const value = seenThrough(shown, key, bindings.fields[key]);
        if (key === messageKey && !hasMessage) body = value;
        else if (!(key in entry.fields) || logger[nestedKeySym as symbol]) addField(draft, key, value);
      }
    }
    const found = addFields(
      draft,
      entry,
      logger[nestedKeySym as symbol],
      hasMessage ? undefined : messageKey,
    );
    const label = logger.levels?.labels?.[level];
    const named = logger[useOnlyCustomLevelsSym as symbol] ? severityOfName(label) : undefined;
    emitRecord(shared.scope, draft, {
      body: body ?? found,
      severityText: label,
      severityNumber: named ?? severityOfNumber(level),
      timestamp,
    });
  };

  function sharedBy(logger: PinoLogger, messageKey: string): Shared {
    const bindings = bindingsOf(logger, symbols);
    const found = known.get(logger);
    if (found?.bindings === bindings) return found;
    const scope = bridge.provider().getLogger(bindings.name ?? 'pino');
    const names = fieldNames('pino', messageKey);
    const { fields } = bindings;
    const isPlain = !Object.keys(fields).some(key => key === messageKey || isError(fields[key]));
    const draft = startRecord(names);
    if (isPlain) for (const key in fields) addField(draft, key, fields[key]);
    const shared = { bindings, names, scope, attributes: isPlain ? draft.attributes : undefined };
    known.set(logger, shared);
    return shared;
  }
}

/**
 * Adds the fields of a call.
 *
 * @param nested the key that holds them all (`nestedKey`)
 * @param messageKey set where the message is among them
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
    if (!Object.hasOwn(own, key)) continue;
    const raw = own[key];
    const value = seenThrough(shown, key, resultOf ? resultOf(key) : raw, nested);
    if (!nested && key === messageKey) message = value;
    else if (value !== raw && isError(raw)) addRenderedError(draft, key, raw, value, into);
    else addField(draft, key, value, into);
  }
  if (nested && into && Object.keys(into).length > 0) addField(draft, nested, into);
  return message;
}

/** How a `streamWrite` hook shows a field: parsed back from its JSON, or of another text only what occurs in it. */
function seenThrough(shown: Shown | undefined, key: string, value: unknown, nested?: string | null): unknown {
  if (!shown) return value;
  if (!shown.fields) return onlyShown(value, shown.text);
  const fields = nested ? shown.fields[nested] : shown.fields;
  return typeof fields === 'object' && fields !== null ? Reflect.get(fields, key) : undefined;
}

function addTime(draft: Draft, time: string) {
  if (time === '') return undefined;
  if (time.startsWith(DEFAULT_TIME)) {
    const instant = readInstant(Number(time.slice(DEFAULT_TIME.length)));
    if (instant) return instant;
  }
  try {
    const [first, ...others] = Object.entries(JSON.parse(`{${time.slice(1)}}`));
    for (const [key, value] of others) addField(draft, key, value);
    const instant = readInstant(first?.[1]);
    if (first && instant === undefined) addField(draft, ...first);
    return instant;
  } catch {
    return undefined;
  }
}

/** What `formatters.level` adds beside the level. */
function addLevelFields(draft: Draft, rendered: string | undefined, level: number): void {
  if (rendered === undefined || rendered === `{"level":${level}`) return;
  try {
    const { level: _, ...fields } = JSON.parse(`${rendered}}`);
    for (const key in fields) addField(draft, key, fields[key]);
  } catch {
    // A formatter that returns no object breaks the line itself.
  }
}
