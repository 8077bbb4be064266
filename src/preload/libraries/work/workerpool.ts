import type { Carrier } from '../../../work/carrier.ts';
import { replaceMethods, replaceOwn } from '../binding/bind-calls.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { carrierOfTask, withCarrier } from './task-carrier.ts';
import { markPools } from './task-entry.ts';
import { receivingTasks } from './task-messages.ts';

/** The part of a pool's handle of one thread or process that matters here. */
interface Handler {
  readonly worker: object;
  readonly processing?: Readonly<Record<string, { readonly resolver?: { readonly promise?: object } }>>;
}

interface Class {
  readonly prototype?: object;
}

/** Carriers of tasks that wait for a thread, by the promises of the calls. */
const carriers = new WeakMap<object, Carrier | undefined>();

const handles = new WeakSet<object>();

/** Sends the caller's context to a pool's thread or process with each task, and receives it there. */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  markPools();
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports(workerpool: object) {
        replaceMethods(workerpool, ['worker'], (listen, self, values) =>
          receivingTasks(() => Reflect.apply(listen, self, values)),
        );
      },
      files: {
        'src/Pool.js': ({ prototype }: Class) => replaceMethods(prototype, ['exec'], rememberCaller),
        'src/WorkerHandler.js': ({ prototype }: Class) =>
          replaceMethods(prototype, ['exec'], (exec, self, values) => {
            sendCarriers(self as Handler);
            return Reflect.apply(exec, self, values);
          }),
      },
    });
  }
};

type Method = (...values: unknown[]) => unknown;

function rememberCaller(exec: Method, self: unknown, values: readonly unknown[]): unknown {
  const promise = Reflect.apply(exec, self, values);
  if (typeof promise === 'object' && promise !== null && !carriers.has(promise))
    carriers.set(promise, carrierOfTask());
  return promise;
}

/** A thread gets a task at once, or when it is ready or another task has ended: then in another context. */
function sendCarriers(handler: Handler): void {
  const { worker } = handler;
  if (handles.has(worker)) return;
  handles.add(worker);
  replaceOwn(worker, ['send'], (send, self, [message, ...rest]) => {
    const { promise } = handler.processing?.[(message as { id: string }).id]?.resolver ?? {};
    if (!promise) return Reflect.apply(send, self, [message, ...rest]);
    // Only the call that is under way has no promise yet.
    const carrier = carriers.has(promise) ? carriers.get(promise) : carrierOfTask();
    return Reflect.apply(send, self, [carrier ? withCarrier(message as object, carrier) : message, ...rest]);
  });
}
