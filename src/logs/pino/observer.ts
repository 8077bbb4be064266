import { quietly } from '../../shared/quietly.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';
import {
  isTransformed,
  newResults,
  noteRendered,
  noteSerialized,
  type Observed,
  observedRecord,
  type Results,
} from './observed.ts';

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
    const mine = newResults(fields);
    results = mine;
    try {
      return { line: render(shadowOf(logger)), observed: observedRecord(logger, mine, message, symbols) };
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

function watchedLog(formatters: { log: (fields: object) => object }, told: (fields: object) => void) {
  return (fields: object) => {
    const formatted = formatters.log(fields);
    told(formatted);
    return formatted;
  };
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
