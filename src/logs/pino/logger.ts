import type { Exports } from '../bridge.ts';

/** A pino logger: pino keeps what it knows under symbols of its own. */
export type PinoLogger = Exports;

/** pino's `symbols`, by name. */
export type PinoSymbols = Readonly<Record<string, symbol>>;
