import type { PinoLogger } from './logger.ts';
import type { Observed } from './observer.ts';
import type { Shown } from './stream-write.ts';

/** One call of a logger. */
export interface Entry {
  readonly logger: PinoLogger;
  readonly fields: object;
  readonly message: unknown;
  /** The arguments of the call; none where they are not known. */
  readonly values: readonly unknown[];
  /** What the application's own functions made of a field; undefined where it has none for this record. */
  readonly resultOf: Observed['resultOf'] | undefined;
  readonly level: number;
  /** pino's own rendering of the time, `,"time":1700000000000`. */
  readonly time: string;
  readonly shown: Shown | undefined;
}
