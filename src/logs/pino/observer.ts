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
export class Observer {
  readonly #symbols: PinoSymbols;
  readonly #shadows = new WeakMap<object, Shadow>();
  #results: Results | undefined;

  constructor(symbols: PinoSymbols) {
    this.#symbols = symbols;
  }

  isTransformed(logger: PinoLogger, fields: object): boolean {
    return quietly(() => isTransformed(logger, fields, this.#symbols)) ?? false;
  }

  observe(
    logger: PinoLogger,
    fields: object,
    message: unknown,
    render: (logger: PinoLogger) => string,
  ): { line: string; observed: Observed } {
    const outer = this.#results;
    const mine = newResults(fields);
    this.#results = mine;
    try {
      const line = render(this.#shadowOf(logger));
      return { line, observed: observedRecord(logger, mine, message, this.#symbols) };
    } finally {
      this.#results = outer;
    }
  }

  #shadowOf(logger: PinoLogger): PinoLogger {
    const { serializersSym, stringifiersSym, formattersSym } = this.#symbols;
    const serializers = logger[serializersSym as symbol];
    const stringifiers = logger[stringifiersSym as symbol];
    const formatters = logger[formattersSym as symbol];
    const made = [serializers, stringifiers, formatters];
    const known = this.#shadows.get(logger);
    if (known?.made.every((part, index) => part === made[index])) return known.logger;
    const shadow = Object.create(logger, {
      [serializersSym as symbol]: { value: watched(serializers, this.#onSerialized) },
      [stringifiersSym as symbol]: { value: watched(stringifiers, this.#onRendered) },
      [formattersSym as symbol]: {
        value: { ...formatters, log: formatters.log && watchedLog(formatters, this.#onFormatted) },
      },
    });
    this.#shadows.set(logger, { logger: shadow, made });
    return shadow;
  }

  readonly #onFormatted = (fields: object): void => {
    if (this.#results) this.#results.fields = fields;
  };

  readonly #onSerialized = (key: string | symbol, _: unknown, result: unknown): void => {
    if (typeof key === 'string' && this.#results) noteSerialized(this.#results, key, result);
  };

  readonly #onRendered = (key: string | symbol, value: unknown, result: unknown): void => {
    // Redaction for any key does not get the key.
    const by = key === this.#symbols.wildcardFirstSym ? value : key;
    if (this.#results) noteRendered(this.#results, key, by, result);
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
