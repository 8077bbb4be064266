import { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { WriteStream } from 'node:tty';
import { threadId } from 'node:worker_threads';
import { REPORT_VARIABLE, type TerminalLine } from '../shared/process-report-line.ts';
import { appendFileSync } from './foundation/intrinsics.ts';

/** An end of line, and colours that are reset after it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const ENDED = /\n(?:\u001B\[[\d;?]*[A-Za-z])*$/;

const LOOKED_AT = 40;

type Write = (this: unknown, ...values: unknown[]) => unknown;

/**
 * Tells the view whether this process is in the middle of a line of the terminal, so that the view writes
 * none of its own there. This is recorded before the terminal gets the output, because the view looks before
 * it writes.
 *
 * A terminal's stream stays unchanged, except for the two methods that all its output passes through.
 */
export function watchTerminalLine(env: NodeJS.ProcessEnv): void {
  const file = env[REPORT_VARIABLE];
  if (!file) return;
  const thread = { pid: process.pid, threadId, timeOrigin: performance.timeOrigin };
  let open = false;
  const note = (chunk: unknown) => {
    const end = endOf(chunk);
    if (end === '' || open !== ENDED.test(end)) return;
    open = !open;
    const line: TerminalLine = { ...thread, event: 'terminal-line', open };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  watch('_write', chunk => note(chunk));
  watch('_writev', chunks => note((chunks as readonly { chunk: unknown }[]).at(-1)?.chunk));
}

function watch(name: '_write' | '_writev', look: (first: unknown) => void): void {
  const write = Reflect.get(Socket.prototype, name) as Write;
  const value: Write = function watched(...values) {
    try {
      look(values[0]);
    } catch {
      // A line that cannot be written must not disturb the application.
    }
    return write.apply(this, values);
  };
  Object.defineProperty(WriteStream.prototype, name, { value, configurable: true, writable: true });
}

function endOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk.slice(-LOOKED_AT);
  return chunk instanceof Uint8Array ? Buffer.from(chunk.subarray(-LOOKED_AT)).toString('latin1') : '';
}
