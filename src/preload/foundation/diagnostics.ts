import { isPrinted, type Level } from '../../shared/message-level.ts';
import { writeSync } from './intrinsics.ts';

/**
 * Writes one line about otel-run itself to stderr. It uses neither stdout nor `process.stderr`, whose first
 * use would initialize a stream that the application may want to replace.
 */
export type Say = (level: Level, message: string) => void;

/**
 * Writes the lines that are asked for to stderr.
 *
 * @param asked the value of `OTEL_LOG_LEVEL`
 */
export function createSay(asked: string | undefined, isDevelopment = false): Say {
  return (level, message) => {
    if (!isPrinted(level, asked, isDevelopment)) return;
    try {
      writeSync(2, `otel-run: ${message}\n`);
    } catch {
      // A closed or full stderr must not disturb the application.
    }
  };
}
