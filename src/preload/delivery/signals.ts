import { constants } from 'node:os';

/** Milliseconds that the kernel gets to deliver a signal that this process sent to itself. */
const DELIVERY_OF_SIGNAL = 100;

/**
 * Ends this process by a signal that nothing handles any more, so that its parent sees the death that it would
 * have seen without telemetry. The first process of a container ignores signals that it has no handler for (kernel,
 * pid_namespaces(7)): there the exit code says 128 plus the signal's number, as a shell would.
 */
export function dieOf(signal: NodeJS.Signals): never {
  process.kill(process.pid, signal);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DELIVERY_OF_SIGNAL);
  return (Reflect.get(process, 'reallyExit') as (code: number) => never).call(
    process,
    128 + constants.signals[signal],
  );
}
