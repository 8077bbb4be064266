import { environmentData, setEnvironmentData } from '../../foundation/this-thread.ts';

/** What pools call the files that they run in their threads and processes, also beside a bundle. */
const ENTRY = /[\\/](?:worker|process)\.js$/;

/** Environment data reaches the threads that a thread starts from now on. */
const HAS_POOLS = 'otel-run.pools';

/** Records that threads of this process may be those of a pool. */
export function markPools(): void {
  setEnvironmentData(HAS_POOLS, true);
}

/** Whether this thread or process may run a pool's tasks. */
export function mayRunTasks(thread: string, script: string | undefined): boolean {
  return thread === 'worker'
    ? environmentData(HAS_POOLS) === true
    : process.send !== undefined && mayBeOfPool(script);
}

/** Whether an entry may be a pool's own file, by its name. */
export function mayBeOfPool(script: string | undefined): script is string {
  return script !== undefined && ENTRY.test(script);
}

/** Environment data that leads to the span that was active where a thread was started. */
export const CARRIER_OF_THREAD = 'otel-run.carrier';

/** Whether the program of this thread is a task that an active span started. */
export function isTaskThread(): boolean {
  return environmentData(CARRIER_OF_THREAD) !== undefined;
}
