import type { Carrier } from '../../../work/carrier.ts';
import type { LibraryPart, SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { type ChannelMessage, processMessage } from './channel-message.ts';
import { processInLoops } from './message-loop.ts';
import { processStreams, type StreamsFile } from './nats-streams.ts';
import { replaceMethod } from './patch-library.ts';

type Callback = (this: unknown, error: unknown, message: Message) => unknown;

interface Message {
  readonly subject: string;
  readonly data?: unknown;
  readonly headers?: Carrier;
}

interface SubscriptionOptions {
  readonly callback?: Callback;
  readonly queue?: string;
}

/** The part of a connection to NATS that matters here. */
interface Connection {
  readonly options?: { readonly inboxPrefix?: string };
  readonly protocol?: { readonly server?: { readonly hostname?: string; readonly port?: number } };
  subscribe(subject: string, options?: SubscriptionOptions, ...rest: unknown[]): unknown;
}

interface NatsFile {
  readonly NatsConnectionImpl?: { readonly prototype: Connection };
}

/** The files of each package: with connections, and with consumers of streams. */
const FILES: Readonly<Record<string, { readonly connections?: string; readonly streams?: string }>> = {
  nats: { connections: 'lib/nats-base-client/nats.js', streams: 'lib/jetstream/consumer.js' },
  '@nats-io/nats-core': { connections: 'lib/nats.js' },
  '@nats-io/jetstream': { streams: 'lib/consumer.js' },
};

/**
 * Creates a unit of work for each message that a subscription's callback or loop gets: a new trace named `<subject>
 * process`, of kind CONSUMER, linked to the sender if the message's headers identify it.
 */
export const enable: LibraryPart['enable'] = ({ targets, storage }) => {
  for (const [target, versions] of Object.entries(targets)) {
    const { connections, streams } = FILES[target] ?? {};
    patchExports(target, versions, {
      files: {
        ...(connections && {
          [connections]({ NatsConnectionImpl: connection }: NatsFile) {
            if (!connection) return;
            replaceMethod(connection.prototype, 'subscribe', original => subscribing(original, storage));
          },
        }),
        ...(streams && { [streams]: (file: StreamsFile) => processStreams(file, storage) }),
      },
    });
  }
};

const INBOX = '_INBOX';

/** The library itself subscribes to inboxes, for answers and for messages of a stream. */
function subscribing(original: Connection['subscribe'], storage: SetUp['storage']): Connection['subscribe'] {
  return function (this: Connection, subject, options, ...rest) {
    if (subject.startsWith(`${this.options?.inboxPrefix ?? INBOX}.`))
      return original.call(this, subject, options, ...rest);
    const { callback, queue: group } = options ?? {};
    const processes: Process = (message, work) =>
      processMessage({ ...factsOf(message, subject, this), group }, work);
    if (typeof callback === 'function')
      return original.call(this, subject, { ...options, callback: processing(callback, processes) }, ...rest);
    const subscription = original.call(this, subject, options, ...rest);
    processInLoops(subscription, storage, processes as Process<unknown>);
    return subscription;
  };
}

type Process<Of = Message> = (message: Of, work: () => unknown) => unknown;

function processing(callback: Callback, processes: Process): Callback {
  return function (this: unknown, error, message) {
    if (error) return callback.call(this, error, message);
    return processes(message, () => callback.call(this, error, message));
  };
}

function factsOf(
  { subject: channel, data: body, headers: carrier }: Message,
  subscription: string,
  connection: Connection,
): ChannelMessage {
  const { hostname: host, port } = connection.protocol?.server ?? {};
  return { system: 'nats', subscription, channel, body, server: { host, port }, carrier };
}
