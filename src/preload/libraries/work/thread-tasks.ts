import { MessagePort } from 'node:worker_threads';
import type { Carrier } from '../../../work/carrier.ts';
import { replaceMethods } from '../binding/bind-calls.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { carrierOfTask, withCarrier } from './task-carrier.ts';
import { markPools } from './task-entry.ts';

interface Pools {
  readonly Piscina?: { readonly prototype: object };
  readonly Tinypool?: { readonly prototype: object };
}

/** Lists of what is transferred with a task, by which the pool's message about the task is known. */
const carriers = new WeakMap<object, Carrier>();

/**
 * Sends the caller's context to a pool's thread with each task. Both pools have the same origin and post a
 * message of their own, in which the task is one property, with the list that the caller has given.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  markPools();
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Piscina, Tinypool }: Pools) {
        replaceMethods((Piscina ?? Tinypool)?.prototype, ['run'], (run, self, [task, options, ...rest]) =>
          Reflect.apply(run, self, [task, withMarkedList(options), ...rest]),
        );
      },
    });
  }
  replaceMethods(MessagePort.prototype, ['postMessage'], (post, self, [message, list, ...rest]) => {
    const carrier = Array.isArray(list) ? carriers.get(list) : undefined;
    const sent = carrier && isTask(message) ? withCarrier(message, carrier) : message;
    return Reflect.apply(post, self, [sent, list, ...rest]);
  });
};

/** The options of a call with a list of its own; unchanged if the pool would refuse them. */
function withMarkedList(options: unknown): unknown {
  if (options === null || (options !== undefined && typeof options !== 'object')) return options;
  const { transferList = [] } = (options ?? {}) as { transferList?: unknown };
  const carrier = Array.isArray(transferList) ? carrierOfTask() : undefined;
  if (!carrier) return options;
  const copy: object = Object.create(Object.getPrototypeOf(options ?? {}));
  return Object.assign(copy, options, { transferList: marked(transferList as readonly unknown[], carrier) });
}

/** The pool adds what a task moves by `concat`. */
function marked(transferList: readonly unknown[], carrier: Carrier): unknown[] {
  const list = [...transferList];
  const concat = (...more: unknown[]) => marked([...list].concat(...more), carrier);
  carriers.set(list, carrier);
  return Object.defineProperty(list, 'concat', { value: concat });
}

function isTask(message: unknown): message is object {
  return typeof message === 'object' && message !== null && 'taskId' in message && 'task' in message;
}
