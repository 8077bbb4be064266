import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { callListeners, processMessage } from './channel-message.ts';
import { replaceMethod } from './patch-library.ts';

/** The part of a client of `mqtt` that matters here. */
interface Client {
  readonly options?: { readonly host?: string; readonly hostname?: string; readonly port?: number | string };
  /** Its subscriptions, to be renewed after a reconnection. */
  readonly _resubscribeTopics?: Readonly<Record<string, unknown>>;
  emit(event: string, ...values: unknown[]): boolean;
  rawListeners(event: string): ((...values: never[]) => unknown)[];
}

interface Packet {
  readonly properties?: { readonly userProperties?: Readonly<Record<string, unknown>> };
}

interface Mqtt {
  readonly MqttClient?: { readonly prototype: Client };
  readonly Client?: { readonly prototype: Client };
}

/**
 * Creates a unit of work for each message of a subscription: a new trace named `<subscription> process`, of
 * kind CONSUMER, from the first listener until all are done, linked to the sender if the message's user
 * properties (MQTT 5) identify it. The payload is never recorded.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports(mqtt: Mqtt) {
        const client = mqtt.MqttClient?.prototype ?? mqtt.Client?.prototype;
        if (client) replaceMethod(client, 'emit', emitting);
      },
    });
  }
};

function emitting(original: Client['emit']): Client['emit'] {
  return function (this: Client, event, ...values) {
    if (event !== 'message') return original.call(this, event, ...values);
    const listeners = this.rawListeners('message');
    if (listeners.length === 0) return false;
    const [topic, payload, packet] = values as [string, unknown, Packet?];
    const { host, hostname = host, port } = this.options ?? {};
    const message = {
      system: 'mqtt',
      ...subscriptionOf(topic, Object.keys(this._resubscribeTopics ?? {})),
      channel: topic,
      body: payload,
      server: { host: hostname, port: port === undefined ? undefined : Number(port) },
      carrier: { ...packet?.properties?.userProperties },
    };
    processMessage(message, () => callListeners(this, listeners, values));
    return true;
  };
}

/** A shared subscription: its group, and what it subscribes to. */
const SHARED = /^\$share\/(?<group>[^/]+)\/(?<filter>.+)$/;

/** The filter that subscribes to a topic, with the group that shares it; the topic itself if none matches. */
function subscriptionOf(
  topic: string,
  filters: readonly string[],
): { readonly subscription: string; readonly group?: string | undefined } {
  if (filters.includes(topic)) return { subscription: topic };
  const subscriptions = filters.map(filter => {
    const { group, filter: shared } = SHARED.exec(filter)?.groups ?? {};
    return { subscription: shared ?? filter, group };
  });
  return subscriptions.find(({ subscription }) => matches(topic, subscription)) ?? { subscription: topic };
}

/** MQTT 5, section 4.7: `+` is one level, `#` is all that follow. */
function matches(topic: string, filter: string): boolean {
  const levels = topic.split('/');
  const wanted = filter.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (levels[index] === undefined || (level !== '+' && level !== levels[index])) return false;
  }
  return levels.length === wanted.length;
}
