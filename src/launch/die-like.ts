import { constants } from 'node:os';

/**
 * Ends this process by a signal, as the command ended, so that its parent sees the same death. Where the signal
 * cannot kill it (the first process of a container) the exit code is a shell's: 128 plus the signal's number.
 */
export function dieOf(signal: NodeJS.Signals): void {
  process.exitCode = 128 + constants.signals[signal];
  process.kill(process.pid, signal);
}
