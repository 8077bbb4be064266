import type { PinoLogger } from './logger.ts';
import type { Observed } from './observed.ts';
import type { Shown } from './stream-write.ts';

/** One call of a logger. */
export interface Entry {
  readonly logger: PinoLogger;
  readonly fields: object;
  readonly message: unknown;
  /** The arguments of the call; empty if they are not known. */
  readonly values: readonly unknown[];
  /** The result of the application's own functions for a field; undefined if it has none for this record. */
  readonly resultOf: Observed['resultOf'] | undefined;
  readonly level: number;
  /** Pino's own rendering of the time, `,"time":1700000000000`. */
  readonly time: string;
  readonly shown: Shown | undefined;
}
