import { findRuntime } from './runtime.ts';

/** Milliseconds between two ticks of the timer that keeps the process alive meanwhile. */
const TURN = 1000;

/**
 * Sends all finished telemetry: for tests, short jobs, and before a process is frozen. Exits need no flush.
 *
 * @returns resolves when it arrived or cannot arrive at present, which takes at most the exporters' timeout
 *   (`OTEL_EXPORTER_OTLP_TIMEOUT`, 10 s by default); at once without otel-run. Never rejects.
 */
export async function flush(): Promise<void> {
  // Delivery does not keep a process alive, and Node.js ends a process with code 13 if
  // nothing can settle its top-level `await`.
  const held = setInterval(() => {}, TURN);
  try {
    await findRuntime()?.flush();
  } finally {
    clearInterval(held);
  }
}
