import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { callListeners, processMessage } from './channel-message.ts';
import { replaceMethod } from './patch-library.ts';

/** The part of a subscription of Google Cloud Pub/Sub that matters here. */
interface Subscription {
  /** `projects/<project>/subscriptions/<name>`. */
  readonly name: string;
  emit(event: string, ...values: unknown[]): boolean;
  rawListeners(event: string): ((...values: never[]) => unknown)[];
}

interface Message {
  readonly data?: unknown;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Set if the library records spans itself (`enableOpenTelemetryTracing`). */
  readonly parentSpan?: unknown;
}

/**
 * Creates a unit of work for each message of a subscription: a new trace named `<subscription> process`, of
 * kind CONSUMER, from the first listener until all are done, linked to the sender if the message's attributes
 * identify it. If the library records spans itself, those replace it.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Subscription: subscription }: { Subscription?: { readonly prototype: Subscription } }) {
        if (subscription) replaceMethod(subscription.prototype, 'emit', emitting);
      },
    });
  }
};

/** The prefix of the library's own propagation. */
const PREFIX = 'googclient_';

function emitting(original: Subscription['emit']): Subscription['emit'] {
  return function (this: Subscription, event, ...values) {
    const message = values[0] as Message | undefined;
    if (event !== 'message' || message?.parentSpan) return original.call(this, event, ...values);
    const listeners = this.rawListeners('message');
    if (listeners.length === 0) return original.call(this, event, ...values);
    const name = this.name.split('/').at(-1) ?? this.name;
    const carrier = Object.fromEntries(
      Object.entries(message?.attributes ?? {}).map(([key, value]) => [key.replace(PREFIX, ''), value]),
    );
    processMessage(
      { system: 'gcp_pubsub', subscription: name, channel: name, body: message?.data, server: {}, carrier },
      () => callListeners(this, listeners, values),
    );
    return true;
  };
}
