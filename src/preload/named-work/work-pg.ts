import { withReadyMadeWork } from '../../work/ready-made-work.ts';
import { patchLibrary, replaceMethod } from './patch-library.ts';

/** What of a `pg` client matters here. */
interface Client {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  _handleNotification(message: Notification): void;
  rawListeners(event: string): ((message: Notification) => unknown)[];
}

interface Notification {
  readonly channel: string;
  readonly payload?: string;
}

type Pg = { readonly Client?: { prototype: Client }; readonly default?: Pg };

/**
 * Makes a unit of work of each notification that a `LISTEN` brings: a new trace named `<channel> process`, of kind
 * CONSUMER, from the first listener until all of them are done. The payload is never recorded.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (pg: Pg) => {
    const client = pg.Client?.prototype ?? pg.default?.Client?.prototype;
    if (client) replaceMethod(client, '_handleNotification', handlingAsWork);
  });
}

function handlingAsWork(original: Client['_handleNotification']): Client['_handleNotification'] {
  return function (this: Client, message) {
    const listeners = this.rawListeners('notification');
    if (listeners.length === 0) return original.call(this, message);
    processNotification(this, message, listeners);
  };
}

/** What a listener returns is lost in `emit`: they are called one by one, as `emit` does, to see when they are done. */
function processNotification(
  client: Client,
  message: Notification,
  listeners: readonly ((message: Notification) => unknown)[],
): void {
  const attributes = {
    'messaging.system': 'postgresql',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': message.channel,
    'messaging.message.body.size': Buffer.byteLength(message.payload ?? ''),
    'server.address': client.host,
    'server.port': client.port,
    'db.namespace': client.database,
  };
  withReadyMadeWork(`${message.channel} process`, { kind: 'consumer', from: {}, attributes }, () => {
    const under = listeners.map(listener => Reflect.apply(listener, client, [message])).filter(isThenable);
    return under.length === 0 ? undefined : Promise.all(under);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
