import { processMessage } from './channel-message.ts';
import { patchFile, replaceMethod } from './patch-library.ts';

type Listener = (message: unknown, channel: unknown) => unknown;

type Subscribe = (
  this: Client,
  names: string | readonly string[],
  listener: Listener,
  ...rest: unknown[]
) => unknown;

type Unsubscribe = (
  this: Client,
  names?: string | readonly string[],
  listener?: Listener,
  ...rest: unknown[]
) => unknown;

/** The part of a node-redis client that matters here. */
interface Client {
  readonly options?: { readonly socket?: { readonly host?: string; readonly port?: number } };
  SUBSCRIBE: Subscribe;
  PSUBSCRIBE: Subscribe;
  SSUBSCRIBE: Subscribe;
  UNSUBSCRIBE: Unsubscribe;
  PUNSUBSCRIBE: Unsubscribe;
  SUNSUBSCRIBE: Unsubscribe;
}

/** Creates a unit of work for each message that a listener of a subscription gets. */
export function enable(target: string, versions: readonly string[]): void {
  patchFile(
    target,
    versions,
    'dist/lib/client/index.js',
    (file: { readonly default?: { prototype: Client } }) => {
      const client = file.default?.prototype;
      if (!client) return;
      for (const name of ['SUBSCRIBE', 'SSUBSCRIBE'] as const)
        replaceMethod(client, name, original => subscribing(original));
      replaceMethod(client, 'PSUBSCRIBE', original => subscribing(original, true));
      for (const name of ['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE'] as const)
        replaceMethod(client, name, unsubscribing);
    },
  );
}

/** The replacement of each listener: the library needs the same function again to end the subscription. */
const subscribed = new WeakMap<Listener, Listener>();

function subscribing(original: Subscribe, isPattern = false): Subscribe {
  return function (this: Client, names, listener, ...rest) {
    if (typeof listener !== 'function') return original.call(this, names, listener, ...rest);
    const pattern = isPattern && typeof names === 'string' ? names : undefined;
    const asWork = subscribed.get(listener) ?? processing(listener, this, pattern);
    subscribed.set(listener, asWork);
    return original.call(this, names, asWork, ...rest);
  };
}

function unsubscribing(original: Unsubscribe): Unsubscribe {
  return function (this: Client, names, listener, ...rest) {
    return original.call(this, names, listener && (subscribed.get(listener) ?? listener), ...rest);
  };
}

function processing(listener: Listener, client: Client, pattern: string | undefined): Listener {
  return function (this: unknown, message, channel) {
    const { host, port } = client.options?.socket ?? {};
    const destination = String(channel);
    processMessage(
      {
        system: 'redis',
        subscription: pattern ?? destination,
        channel: destination,
        body: message,
        server: { host, port },
      },
      () => listener.call(this, message, channel),
    );
  };
}
