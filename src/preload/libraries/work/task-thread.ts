import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { MessagePort } from 'node:worker_threads';
import { type Context, context } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { isOfPool } from './pool-file.ts';
import { takeContext } from './task-carrier.ts';
import { atNextListener, OWN_MESSAGES } from './task-messages.ts';
import { takeContextOfThread } from './task-program.ts';

/**
 * Runs each task of a thread or process whose entry is a pool's own file in the context in which it was started.
 * In a thread, the pool's first message brings another port for its tasks. The pool either listens to that,
 * or waits for a signal (`Atomics`) and then takes all messages from it.
 */
export function receiveTasks(storage: SetUp['storage']): void {
  const ports = new WeakSet<object>();
  atNextListener(OWN_MESSAGES, {
    // The entry of a thread is not known before it runs.
    isPool: () => isOfPool(process.argv[1]),
    see(message) {
      const { port } = (message ?? {}) as { readonly port?: unknown };
      if (!(port instanceof MessagePort) || ports.has(port)) return;
      ports.add(port);
      atNextListener(port);
      enterWhatIsTaken(ports, storage);
    },
  });
}

/** The code after a taken message is its task. The code after the last message belongs to no task. */
function enterWhatIsTaken(ports: WeakSet<object>, storage: SetUp['storage']): void {
  replaceOwn(workerThreads, ['receiveMessageOnPort'], (receive, self, values) => {
    const received = Reflect.apply(receive, self, values) as { readonly message: unknown } | undefined;
    if (ports.has(values[0] as object)) storage.enterWith(scoped(takeContext(received?.message)));
    return received;
  });
  syncBuiltinESMExports();
}

/**
 * Runs the program of this thread, which is a task itself, in the context in which the thread was started. So does what
 * Node.js calls in no context, such as a listener for messages of the thread that started it.
 */
export function enterTask(storage: SetUp['storage']): void {
  const started = scoped(takeContextOfThread());
  storage.enterWith(started);
  replaceOwn(storage, ['getStore'], (getStore, self) => Reflect.apply(getStore, self, []) ?? started);
}

/** With a scope for fields, like every context in which a request or a unit of work begins. */
function scoped(started: Context): Context {
  return context.with(started, () => context.active());
}
