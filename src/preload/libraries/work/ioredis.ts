import { isUpkeepClient } from '../upkeep-clients.ts';
import { callListeners, processMessage } from './channel-message.ts';
import { patchFile, replaceMethod } from './patch-library.ts';

/** The part of ioredis's reply parser that matters here. */
interface DataHandler {
  readonly redis: Client;
  handleSubscriberReply(reply: readonly Bytes[] | unknown): unknown;
}

interface Client {
  readonly options?: { readonly host?: string; readonly port?: number };
  emit(event: string, ...values: unknown[]): boolean;
  rawListeners(event: string): ((...values: never[]) => unknown)[];
}

type Bytes = string | Uint8Array;

type File = { readonly default?: { prototype: DataHandler } };

/** Events of messages, by the kind of reply, with the positions of the subscription and of the channel. */
const KINDS: Readonly<Record<string, { readonly subscription: number; readonly channel: number }>> = {
  message: { subscription: 1, channel: 1 },
  smessage: { subscription: 1, channel: 1 },
  pmessage: { subscription: 1, channel: 2 },
};

/** Creates a unit of work for each message of a subscription, from the first listener until all are done. */
export function enable(target: string, versions: readonly string[]): void {
  patchFile(target, versions, 'built/DataHandler.js', ({ default: handler }: File) => {
    if (handler) replaceMethod(handler.prototype, 'handleSubscriberReply', handlingAsWork);
  });
}

function handlingAsWork(
  original: DataHandler['handleSubscriberReply'],
): DataHandler['handleSubscriberReply'] {
  return function (this: DataHandler, reply) {
    const kind = Array.isArray(reply) ? String(reply[0]) : '';
    const places = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    const { redis } = this;
    if (!places || !isHeard(redis, kind) || isUpkeepClient(redis)) return original.call(this, reply);
    const { host, port } = redis.options ?? {};
    const [subscription, channel] = [
      String((reply as Bytes[])[places.subscription]),
      String((reply as Bytes[])[places.channel]),
    ];
    const message = {
      system: 'redis',
      subscription,
      channel,
      body: (reply as Bytes[])[places.channel + 1],
      server: { host, port },
    };
    let handled: unknown;
    processMessage(message, () => {
      const under: unknown[] = [];
      handled = withEmit(
        redis,
        values => under.push(values),
        () => original.call(this, reply),
      );
      return waitingFor(under);
    });
    return handled;
  };
}

function isHeard(redis: Client, kind: string): boolean {
  return redis.rawListeners(kind).length + redis.rawListeners(`${kind}Buffer`).length > 0;
}

function waitingFor(under: readonly unknown[]): Promise<unknown> | undefined {
  const waiting = under.filter(value => value !== undefined);
  return waiting.length === 0 ? undefined : Promise.all(waiting);
}

/**
 * Calls a function that emits synchronously, and calls the listeners one by one to see when they are done.
 */
function withEmit(redis: Client, onCalled: (under: unknown) => void, call: () => unknown): unknown {
  const value: Client['emit'] = (event, ...values) => {
    const listeners = redis.rawListeners(event);
    onCalled(callListeners(redis, listeners, values));
    return listeners.length > 0;
  };
  const own = Object.getOwnPropertyDescriptor(redis, 'emit');
  Object.defineProperty(redis, 'emit', { value, configurable: true, writable: true });
  try {
    return call();
  } finally {
    if (own) Object.defineProperty(redis, 'emit', own);
    else Reflect.deleteProperty(redis, 'emit');
  }
}
