import { isStandardError } from './error-serializer.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** A record after the application's formatters, serializers and redaction. */
export interface Observed {
  /** The logged fields, as `formatters.log` returned them. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: unknown;
  /**
   * The result for a field: its own value if no function changed it. The value is passed so that a getter is
   * called only once.
   */
  resultOf(key: string, raw: unknown): unknown;
}

/** Results of the application's own functions during one call of `asJson`. */
export interface Results {
  fields: object;
  readonly serialized: Map<string, unknown>;
  readonly rendered: Map<unknown, string | undefined>;
  /** The last result for each key: the message is serialized after a field with the same name. */
  readonly last: Map<string, unknown>;
}

/** The results of a call that begins. */
export function newResults(fields: object): Results {
  return { fields, serialized: new Map(), rendered: new Map(), last: new Map() };
}

/** Notes the result of a serializer. */
export function noteSerialized({ serialized, last }: Results, key: string, result: unknown): void {
  if (!serialized.has(key)) serialized.set(key, result);
  last.set(key, result);
}

/**
 * Notes the result of redaction.
 *
 * @param by the key, or the value if redaction did not get the key
 */
export function noteRendered(
  { rendered, last }: Results,
  key: string | symbol,
  by: unknown,
  result: unknown,
): void {
  if (!rendered.has(by)) rendered.set(by, result as string | undefined);
  if (typeof key === 'string') last.set(key, parse(result));
}

/** Whether a function of the application can change a record. It throws if the fields cannot be read. */
export function isTransformed(logger: PinoLogger, fields: object, symbols: PinoSymbols): boolean {
  const { serializersSym, stringifiersSym, formattersSym, messageKeySym, errorKeySym, wildcardFirstSym } =
    symbols;
  const serializers = logger[serializersSym as symbol];
  const stringifiers = logger[stringifiersSym as symbol];
  const messageKey = logger[messageKeySym as symbol];
  if (logger[formattersSym as symbol].log || stringifiers[wildcardFirstSym as symbol]) return true;
  if (serializers[messageKey] || stringifiers[messageKey]) return true;
  for (const key in fields) if (serializers[key] || stringifiers[key]) return true;
  const errorKey = logger[errorKeySym as symbol];
  return Boolean(serializers.err) && errorKey in fields;
}

/** The results of the application's functions for a record. */
export function observedRecord(
  logger: PinoLogger,
  found: Results,
  message: unknown,
  symbols: PinoSymbols,
): Observed {
  const { serializersSym, stringifiersSym, messageKeySym, errorKeySym, wildcardFirstSym } = symbols;
  const serializers = logger[serializersSym as symbol];
  const redactsAny = Boolean(logger[stringifiersSym as symbol][wildcardFirstSym as symbol]);
  const messageKey = logger[messageKeySym as symbol];
  const errorKey = logger[errorKeySym as symbol];
  const fields = (found.fields ?? {}) as Record<string, unknown>;
  return {
    fields,
    message: message === undefined ? undefined : messageShown(),
    resultOf(key, raw) {
      const by = serializers[key] || key !== errorKey ? key : 'err';
      const serialized = found.serialized.has(by) ? found.serialized.get(by) : raw;
      if (found.rendered.has(key)) return parse(found.rendered.get(key));
      if (redactsAny && found.rendered.has(serialized)) return parse(found.rendered.get(serialized));
      return isStandardError(serializers[by], raw, serialized) ? raw : serialized;
    },
  };

  function messageShown(): unknown {
    if (redactsAny && found.rendered.has(message)) return parse(found.rendered.get(message));
    return found.last.has(messageKey) ? found.last.get(messageKey) : message;
  }
}

/** Parses a value that pino's redaction rendered as JSON. The logger keeps no other form of it. */
function parse(rendered: unknown): unknown {
  try {
    return typeof rendered === 'string' ? JSON.parse(rendered) : undefined;
  } catch {
    return rendered;
  }
}
