import { constants } from 'node:os';
import { asAtStart } from '../foundation/as-at-start.ts';
import { hide } from '../foundation/hide.ts';
import { type SignalWatch, withDefaultSignals } from './signals.ts';

type SendSignal = (pid: number, signal: number) => number;
type Method = (...values: unknown[]) => unknown;

/**
 * Signals that do not end a process by default, or do not end a Node.js process: SIGUSR1 starts its debugger.
 */
const HARMLESS = new Set(
  (
    [
      'SIGCHLD',
      'SIGCONT',
      'SIGPIPE',
      'SIGSTOP',
      'SIGTSTP',
      'SIGTTIN',
      'SIGTTOU',
      'SIGURG',
      'SIGUSR1',
      'SIGWINCH',
      'SIGXFSZ',
    ] as const
  ).map(signal => constants.signals[signal]),
);

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

/**
 * Delivers before ends that JavaScript code causes itself and no event announces: a signal to this process,
 * and `process.execve`.
 */
export function deliverBeforeDirectEnds(deliver: () => void, signals: SignalWatch): void {
  // `process.kill` sends through this method, so that it can be replaced
  // (lib/internal/process/per_thread.js).
  const send = Reflect.get(process, '_kill') as SendSignal;
  hide(process, '_kill', (pid: number, signal: number) => {
    if (!asAtStart(() => endsThisProcess(pid, signal))) return Reflect.apply(send, process, [pid, signal]);
    deliver();
    return withDefaultSignals(signals, () => Reflect.apply(send, process, [pid, signal]));
  });

  const execve = Reflect.get(process, 'execve') as Method | undefined;
  if (!execve) return;
  hide(process, 'execve', (...values: unknown[]) => {
    deliver();
    return Reflect.apply(execve, process, values);
  });
}

/**
 * Restores the defaults of signals while a synchronous child process runs: nothing here can answer them then,
 * and Ctrl-C has to end both. All synchronous functions of `node:child_process` use this binding.
 */
export function leaveSignalsToSyncChildren(signals: SignalWatch): void {
  const binding = spawnSyncBinding();
  if (!binding) return;
  const { spawn } = binding;
  binding.spawn = (...values) => withDefaultSignals(signals, () => Reflect.apply(spawn, binding, values));
}

function endsThisProcess(pid: number, signal: number): boolean {
  if (pid !== process.pid && pid !== -process.pid && pid !== 0) return false;
  const name = NAMES.get(signal);
  return name !== undefined && !HARMLESS.has(signal) && process.listenerCount(name) === 0;
}

/** Undefined under the permission model, which reserves bindings for Node.js itself. */
function spawnSyncBinding(): { spawn: Method } | undefined {
  const { noDeprecation } = process;
  try {
    // `--pending-deprecation` would print a warning about this in the application's name.
    Object.assign(process, { noDeprecation: true });
    return (Reflect.get(process, 'binding') as (name: string) => { spawn: Method })('spawn_sync');
  } catch {
    return undefined;
  } finally {
    if (noDeprecation === undefined) Reflect.deleteProperty(process, 'noDeprecation');
    else process.noDeprecation = noDeprecation;
  }
}
