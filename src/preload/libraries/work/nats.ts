import type { Carrier } from '../../../work/carrier.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { processMessage } from './channel-message.ts';
import { replaceMethod } from './patch-library.ts';

type Callback = (this: unknown, error: unknown, message: Message) => unknown;

interface Message {
  readonly subject: string;
  readonly data?: unknown;
  readonly headers?: Carrier;
}

/** The part of a connection to NATS that matters here. */
interface Connection {
  readonly options?: { readonly inboxPrefix?: string };
  readonly protocol?: { readonly server?: { readonly hostname?: string; readonly port?: number } };
  subscribe(subject: string, options?: { readonly callback?: Callback }, ...rest: unknown[]): unknown;
}

interface NatsFile {
  readonly NatsConnectionImpl?: { readonly prototype: Connection };
}

/** The file with the connections in each package. */
const FILES: Readonly<Record<string, string>> = {
  nats: 'lib/nats-base-client/nats.js',
  '@nats-io/nats-core': 'lib/nats.js',
};

/**
 * Creates a unit of work for each message that a subscription's callback gets: a new trace named `<subject>
 * process`, of kind CONSUMER, linked to the sender if the message's headers identify it.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    const file = FILES[target];
    if (!file) continue;
    patchExports(target, versions, {
      files: {
        [file]({ NatsConnectionImpl: connection }: NatsFile) {
          if (connection) replaceMethod(connection.prototype, 'subscribe', subscribing);
        },
      },
    });
  }
};

const INBOX = '_INBOX';

/** The library itself subscribes to inboxes, for answers and for messages of a stream. */
function subscribing(original: Connection['subscribe']): Connection['subscribe'] {
  return function (this: Connection, subject, options, ...rest) {
    const { callback } = options ?? {};
    const isInbox = subject.startsWith(`${this.options?.inboxPrefix ?? INBOX}.`);
    if (typeof callback !== 'function' || isInbox) return original.call(this, subject, options, ...rest);
    return original.call(
      this,
      subject,
      { ...options, callback: processing(callback, subject, this) },
      ...rest,
    );
  };
}

function processing(callback: Callback, subscription: string, connection: Connection): Callback {
  return function (this: unknown, error, message) {
    if (error) return callback.call(this, error, message);
    const { hostname: host, port } = connection.protocol?.server ?? {};
    const { subject: channel, data: body, headers: carrier } = message;
    return processMessage(
      { system: 'nats', subscription, channel, body, server: { host, port }, carrier },
      () => callback.call(this, error, message),
    );
  };
}
