import { quietly } from '../../shared/quietly.ts';
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
interface Results {
  fields: object;
  readonly serialized: Map<string, unknown>;
  readonly rendered: Map<unknown, string | undefined>;
  /** The last result for each key: the message is serialized after a field with the same name. */
  readonly last: Map<string, unknown>;
}

interface Shadow {
  readonly logger: PinoLogger;
  readonly made: readonly unknown[];
}

type Transform = (value: unknown, ...rest: unknown[]) => unknown;

/**
 * Observes the results of an application's formatters, serializers and redaction while pino calls them, so
 * that none is called more often than without us. For this one call, pino gets a logger that inherits from
 * the real one.
 */
export function createObserver(symbols: PinoSymbols) {
  const { serializersSym, stringifiersSym, formattersSym, wildcardFirstSym } = symbols;
  const shadows = new WeakMap<object, Shadow>();
  let results: Results | undefined;

  function observe(
    logger: PinoLogger,
    fields: object,
    message: unknown,
    render: (logger: PinoLogger) => string,
  ): { line: string; observed: Observed } {
    const outer = results;
    const mine: Results = { fields, serialized: new Map(), rendered: new Map(), last: new Map() };
    results = mine;
    try {
      return { line: render(shadowOf(logger)), observed: transformed(logger, mine, message, symbols) };
    } finally {
      results = outer;
    }
  }

  function shadowOf(logger: PinoLogger): PinoLogger {
    const serializers = logger[serializersSym as symbol];
    const stringifiers = logger[stringifiersSym as symbol];
    const formatters = logger[formattersSym as symbol];
    const made = [serializers, stringifiers, formatters];
    const known = shadows.get(logger);
    if (known?.made.every((part, index) => part === made[index])) return known.logger;
    const shadow = Object.create(logger, {
      [serializersSym as symbol]: { value: watched(serializers, onSerialized) },
      [stringifiersSym as symbol]: { value: watched(stringifiers, onRendered) },
      [formattersSym as symbol]: {
        value: { ...formatters, log: formatters.log && watchedLog(formatters, onFormatted) },
      },
    });
    shadows.set(logger, { logger: shadow, made });
    return shadow;
  }

  function onFormatted(fields: object): void {
    if (results) results.fields = fields;
  }

  function onSerialized(key: string | symbol, _: unknown, result: unknown): void {
    if (typeof key === 'string' && results) noteSerialized(results, key, result);
  }

  function onRendered(key: string | symbol, value: unknown, result: unknown): void {
    // Redaction for any key does not get the key.
    const by = key === wildcardFirstSym ? value : key;
    if (results) noteRendered(results, key, by, result);
  }

  return {
    isTransformed: (logger: PinoLogger, fields: object) =>
      quietly(() => isTransformed(logger, fields, symbols)) ?? false,
    observe,
  };
}

/** Whether a function of the application can change a record. It throws if the fields cannot be read. */
function isTransformed(logger: PinoLogger, fields: object, symbols: PinoSymbols): boolean {
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
function transformed(logger: PinoLogger, found: Results, message: unknown, symbols: PinoSymbols): Observed {
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

function watchedLog(formatters: { log: (fields: object) => object }, told: (fields: object) => void) {
  return (fields: object) => {
    const formatted = formatters.log(fields);
    told(formatted);
    return formatted;
  };
}

function noteSerialized({ serialized, last }: Results, key: string, result: unknown): void {
  if (!serialized.has(key)) serialized.set(key, result);
  last.set(key, result);
}

function noteRendered({ rendered, last }: Results, key: string | symbol, by: unknown, result: unknown): void {
  if (!rendered.has(by)) rendered.set(by, result as string | undefined);
  if (typeof key === 'string') last.set(key, parse(result));
}

/** Copies functions so that each also passes on its key, its argument and its result. */
function watched(
  functions: Readonly<Record<string | symbol, Transform>>,
  told: (key: string | symbol, value: unknown, result: unknown) => void,
): Record<string | symbol, Transform> {
  const copy: Record<string | symbol, Transform> = Object.create(functions);
  for (const key of Reflect.ownKeys(functions)) {
    const transform = functions[key];
    if (typeof transform !== 'function') continue;
    copy[key] = (value, ...rest) => {
      const result = transform.call(functions, value, ...rest);
      told(key, value, result);
      return result;
    };
  }
  return copy;
}

/** Parses a value that pino's redaction rendered as JSON. The logger keeps no other form of it. */
function parse(rendered: unknown): unknown {
  try {
    return typeof rendered === 'string' ? JSON.parse(rendered) : undefined;
  } catch {
    return rendered;
  }
}
