import { findRuntime } from './runtime.ts';

/** Milliseconds between two turns of the timer that holds the process open meanwhile. */
const TURN = 1000;

/**
 * Sends everything out that is finished: for tests, short jobs, and before a process is frozen. Exits need no flush.
 *
 * @returns resolves when it arrived or cannot arrive for now, which takes at most the exporters' timeout
 *   (`OTEL_EXPORTER_OTLP_TIMEOUT`, 10 s by default); at once without otel-run. Never rejects.
 */
export async function flush(): Promise<void> {
  // Delivery holds no process open, and Node.js ends one whose top-level `await` nothing can settle with code 13.
  const held = setInterval(() => {}, TURN);
  try {
    await findRuntime()?.flush();
  } finally {
    clearInterval(held);
  }
}
