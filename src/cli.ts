import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { main } from './cli/main.ts';
import type { CommandOutcome } from './command-line/world.ts';
import { leaveToCommand } from './launch/leave-to-command.ts';
import { restoreDefault } from './launch/restore-default.ts';
import { ALL_INSTRUMENTATIONS } from './libraries/all-instrumentations.ts';

leaveToCommand(process.env);
main(process.argv.slice(2), {
  env: process.env,
  folder: workingDirectory(),
  preload: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
  out: text => writeAll(1, text),
  error: text => writeAll(2, text),
  instrumentations: ALL_INSTRUMENTATIONS,
  // Does not use `process.stdout`: reading that property makes a pipe non-blocking, also for the command.
  // Only doctor asks, because the module takes longer to load than everything else in a run.
  get terminal() {
    return process.getBuiltinModule('node:tty').isatty(1);
  },
}).then(end);

function end(outcome: CommandOutcome): void {
  if (outcome.kind === 'exit') process.exitCode = outcome.code;
  else dieOf(outcome.signal);
}

/** A removed folder has no path any more, but commands can still run in it. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/**
 * Ends this process with the signal that ended the command, so that its parent sees the same end.
 * If the signal cannot kill it (the first process of a container), the exit code is that of a
 * shell: 128 plus the signal's number.
 */
function dieOf(signal: NodeJS.Signals): void {
  process.exitCode = 128 + constants.signals[signal];
  if (signal !== 'SIGKILL') restoreDefault(signal);
  process.kill(process.pid, signal);
}

/** Synchronous, because output still unwritten is lost when the command replaces this process. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
