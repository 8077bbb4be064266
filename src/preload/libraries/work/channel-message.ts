import type { Carrier } from '../../../work/carrier.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';

/** A message published to all listeners. */
export interface ChannelMessage {
  readonly system: string;
  /** The subscription: a channel, or a pattern of names. */
  readonly subscription: string;
  readonly channel: string;
  /** Of several subscribers with the same group, only one gets the message. */
  readonly group?: string | undefined;
  readonly body: unknown;
  readonly server: { readonly host?: string | undefined; readonly port?: number | undefined };
  readonly namespace?: string | undefined;
  /** Headers of the message, which may lead to its sender. */
  readonly carrier?: Carrier | undefined;
}

/**
 * Runs a message's listeners as a unit of work: a new trace named `<subscription> process`, of kind CONSUMER.
 * The message is never recorded.
 */
export function processMessage<Result>(message: ChannelMessage, listen: () => Result): Result {
  const { system, subscription, channel, group, body, server, namespace, carrier = {} } = message;
  const attributes = {
    'messaging.system': system,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': channel,
    'messaging.destination.template': subscription === channel ? undefined : subscription,
    'messaging.consumer.group.name': group,
    'messaging.message.body.size': messageSize(body),
    'server.address': server.host,
    'server.port': server.port,
    'db.namespace': namespace,
  };
  return withReadyMadeWork(
    `${subscription} process`,
    { kind: 'consumer', from: carrier, attributes },
    listen,
  );
}

/**
 * Calls the listeners of an event like `emit`.
 *
 * @returns a promise for the end of all listeners, or undefined: `emit` drops their results
 */
export function callListeners(
  emitter: object,
  listeners: readonly ((...values: never[]) => unknown)[],
  values: readonly unknown[],
): Promise<unknown> | undefined {
  const under = listeners.map(listener => Reflect.apply(listener, emitter, values)).filter(isThenable);
  return under.length === 0 ? undefined : Promise.all(under);
}

/** The size of a message in bytes, if its type has one. */
export function messageSize(body: unknown): number | undefined {
  return typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
