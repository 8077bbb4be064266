/**
 * Discards everything that this thread prints: warnings of Node.js, traces that an environment variable turns
 * on, messages of a library. Node.js sends a thread's output to the main thread, and keeps the process open
 * until someone reads it.
 */
export function silenceThread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    Object.assign(stream, {
      _write: (_chunk: unknown, _encoding: unknown, done: () => void) => done(),
      _writev: (_chunks: unknown, done: () => void) => done(),
    });
  }
  Object.assign(process, { _rawDebug: () => {}, emitWarning: () => {} });
}
