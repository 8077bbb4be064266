import { writeSync } from './intrinsics.ts';

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** How serious a message of otel-run about itself is. */
export type Level = (typeof LEVELS)[number];

/**
 * Writes one line about otel-run itself to stderr. It uses neither stdout nor `process.stderr`, whose first
 * use would initialize a stream that the application may want to replace.
 */
export type Say = (level: Level, message: string) => void;

/**
 * Writes lines at or above a threshold to stderr.
 *
 * @param threshold the value of `OTEL_LOG_LEVEL`; unset or unknown: errors and warnings
 */
export function createSay(threshold: string | undefined): Say {
  const limit = levelIndex(threshold);
  return (level, message) => {
    if (LEVELS.indexOf(level) > limit) return;
    try {
      writeSync(2, `otel-run: ${message}\n`);
    } catch {
      // A closed or full stderr must not disturb the application.
    }
  };
}

function levelIndex(threshold: string | undefined): number {
  switch (threshold?.trim().toLowerCase()) {
    case 'none':
      return -1;
    case 'error':
      return 0;
    case 'info':
      return 2;
    case 'debug':
    case 'verbose':
    case 'all':
      return 3;
    default:
      return 1;
  }
}
