import type { Exports } from '../bridge.ts';

/** A logger of pino, which keeps its state under symbols. */
export type PinoLogger = Exports;

/** Pino's `symbols`, by name. */
export type PinoSymbols = Readonly<Record<string, symbol>>;
