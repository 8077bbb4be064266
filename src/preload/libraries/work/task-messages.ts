import { type MessagePort, parentPort } from 'node:worker_threads';
import { context } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';
import { takeContext } from './task-carrier.ts';

type Listener = (this: unknown, message: unknown, ...rest: unknown[]) => unknown;

/** Where a pool listens for messages. */
export type Messages = MessagePort | NodeJS.Process;

/** What to do with the next listener for messages. */
interface Next {
  /** Whether it is the pool. */
  isPool(): boolean;
  /** Sees each message before the pool does. */
  see(message: unknown): void;
}

/** The messages of this thread or process. */
export const OWN_MESSAGES: Messages = parentPort ?? process;

/**
 * Runs a pool's own code in its thread or process. Each task that a message brings runs in the context in which
 * it was started.
 */
export function receivingTasks<Result>(listen: () => Result): Result {
  const stop = atNextListener(OWN_MESSAGES);
  try {
    return listen();
  } finally {
    stop();
  }
}

/**
 * The same for the next listener. The method is replaced until then only: what the application itself adds and
 * removes is left alone.
 *
 * @returns stops waiting for it
 */
export function atNextListener(from: Messages, { isPool, see }: Partial<Next> = {}): () => void {
  const stop = () => void Reflect.deleteProperty(from, 'on');
  replaceOwn(from, ['on'], (on, self, [event, listener, ...rest]) => {
    if (event !== 'message' || typeof listener !== 'function')
      return Reflect.apply(on, self, [event, listener, ...rest]);
    stop();
    const tasks = isPool?.() === false ? listener : inContextOfTask(listener as Listener, see);
    return Reflect.apply(on, self, [event, tasks, ...rest]);
  });
  return stop;
}

function inContextOfTask(listener: Listener, see: Next['see'] = () => {}): Listener {
  return function (message, ...rest) {
    see(message);
    return context.with(takeContext(message), listener, this, message, ...rest);
  };
}
