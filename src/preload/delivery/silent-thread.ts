/**
 * Makes everything that this thread prints go nowhere: warnings of Node.js, traces that an environment asks for, what
 * a library says. Node.js sends what a thread prints to the main thread, and keeps the process open there until
 * somebody reads it.
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
