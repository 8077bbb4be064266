/** How serious a message of otel-run about itself is. */
export type Level = 'error' | 'warn' | 'info' | 'debug';

/** Values of `OTEL_LOG_LEVEL`: each prints messages of its own rank and below. */
const RANKS = { none: 0, error: 1, warn: 2, info: 3, debug: 4, verbose: 4, all: 4 } as const;

/**
 * Whether otel-run prints a message about itself. Unset or unknown, `OTEL_LOG_LEVEL` prints errors and
 * warnings, and in development mode nothing.
 *
 * @param asked the value of `OTEL_LOG_LEVEL`
 */
export function isPrinted(level: Level, asked: string | undefined, isDevelopment: boolean): boolean {
  const value = asked?.trim().toLowerCase() ?? '';
  const isKnown = Object.hasOwn(RANKS, value);
  return RANKS[level] <= RANKS[isKnown ? (value as Level) : isDevelopment ? 'none' : 'warn'];
}
