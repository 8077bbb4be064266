import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { callListeners, processMessage } from './channel-message.ts';
import { patchLibrary, replaceMethod } from './patch-library.ts';

/** The part of a `pg` client that matters here. */
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
 * Creates a unit of work for each notification of a `LISTEN`: a new trace named `<channel> process`, of kind
 * CONSUMER, from the first listener until all are done. The payload is never recorded.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (pg: Pg) => {
    const client = pg.Client?.prototype ?? pg.default?.Client?.prototype;
    if (client) replaceMethod(client, '_handleNotification', handlingAsWork);
  });
}

/**
 * Channels through which workers of Graphile Worker wake each other up. They poll for as long as they live,
 * so that belongs to no message, and each job is its own unit of work.
 */
const WAKING_UP: readonly string[] = ['jobs:insert', 'worker:migrate'];

function handlingAsWork(original: Client['_handleNotification']): Client['_handleNotification'] {
  return function (this: Client, message) {
    const listeners = this.rawListeners('notification');
    const { channel, payload } = message;
    if (listeners.length === 0 || WAKING_UP.includes(channel))
      return context.with(ROOT_CONTEXT, original, this, message);
    const { host, port, database: namespace } = this;
    const server = { host, port };
    processMessage(
      { system: 'postgresql', subscription: channel, channel, body: payload ?? '', server, namespace },
      () => callListeners(this, listeners, [message]),
    );
  };
}
