import type { Exports } from '../bridge.ts';

/** The messages of one call, and what the logger shows of them. */
export interface Watched {
  /** The messages to print instead of the given ones. */
  readonly messages: readonly unknown[];
  /** Calls the function that prints them. */
  during<Result>(print: () => Result): Result;
  /** What the logger showed of a message: the result of a function, after the logger's `redact` option. */
  shown(message: unknown): unknown;
}

/**
 * Observes what a logger makes of messages while it prints them. So no function of the application is called
 * more often than without us: a message may be a function that the logger calls, and its `redact` option may
 * call one, too.
 */
export function watchMessages(logger: Exports, given: readonly unknown[]): Watched {
  const results = new Map<unknown, unknown>();
  const resolved = (message: unknown) => (results.has(message) ? results.get(message) : message);
  const redacted = new Map<unknown, unknown>();
  return {
    messages: given.map(message => (isLazy(message) ? remembered(message, results) : message)),
    during(print) {
      if (!logger.redactor) return print();
      const { redact } = logger;
      const own = Object.getOwnPropertyDescriptor(logger, 'redact');
      const value = (message: unknown) => {
        const result = redact.call(logger, message);
        redacted.set(message, result);
        return result;
      };
      Reflect.defineProperty(logger, 'redact', { value, configurable: true, writable: true });
      try {
        return print();
      } finally {
        if (own) Reflect.defineProperty(logger, 'redact', own);
        else Reflect.deleteProperty(logger, 'redact');
      }
    },
    shown(message) {
      const value = typeof message === 'function' && !isLazy(message) ? message.name : resolved(message);
      return redacted.has(value) ? redacted.get(value) : value;
    },
  };
}

/** Nest shows the name of a class and calls any other function. */
function isLazy(message: unknown): message is () => unknown {
  return typeof message === 'function' && !Function.prototype.toString.call(message).startsWith('class ');
}

/** A function that calls the message only once. Its final result is then known. */
function remembered(message: () => unknown, results: Map<unknown, unknown>): () => unknown {
  const lazy = () => {
    if (!results.has(lazy)) {
      let result = message();
      while (isLazy(result)) result = result();
      results.set(lazy, typeof result === 'function' ? result.name : result);
    }
    return results.get(lazy);
  };
  return lazy;
}
