import type { Context } from '@opentelemetry/api';
import { environmentData, setEnvironmentData } from '../../foundation/this-thread.ts';
import { carrierOfTask, contextOf } from './task-carrier.ts';
import { CARRIER_OF_THREAD as CARRIER } from './task-entry.ts';

/** Starts a thread whose whole program is a task: its spans are children of the span that is active here. */
export function startingTaskThread<Thread>(start: () => Thread): Thread {
  setEnvironmentData(CARRIER, carrierOfTask());
  try {
    return start();
  } finally {
    setEnvironmentData(CARRIER, undefined);
  }
}

/**
 * The context in which this thread was started, if its program is a task. The threads that this one starts do not
 * get it.
 */
export function takeContextOfThread(): Context {
  const carrier: unknown = environmentData(CARRIER);
  setEnvironmentData(CARRIER, undefined);
  return contextOf(carrier);
}
