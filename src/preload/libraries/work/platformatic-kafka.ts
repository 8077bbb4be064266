import { context, propagation, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import type { Carrier } from '../../../work/carrier.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import { traceChannel } from '../channel-spans.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { recordCallError } from '../record-call-error.ts';
import { callListeners } from './channel-message.ts';
import { processInLoops } from './message-loop.ts';
import { replaceMethod } from './patch-library.ts';
import { type Client, headersWith, type SentMessage } from './platformatic-kafka-headers.ts';
import { optionsOf } from './queue-job.ts';

/** The library's message about one call of `send`. */
interface Send {
  readonly client: Client & { readonly clientId?: unknown };
  readonly options: { messages: readonly SentMessage[] };
}

interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly headers: ReadonlyMap<unknown, unknown>;
  readonly metadata?: { readonly consumer?: { readonly groupId?: string } };
}

/** The stream of a consumer's messages. */
interface Stream {
  emit(event: string, ...values: unknown[]): boolean;
  rawListeners(event: string): ((...values: never[]) => unknown)[];
  [Symbol.asyncIterator](): AsyncIterator<unknown>;
}

/**
 * Creates a PRODUCER span for each call of `send`, whose messages carry its context, and a unit of work for
 * each message that a listener or a loop gets: `<topic> process`.
 */
export const enable: LibraryPart['enable'] = ({ targets, storage, tracerProvider }) => {
  const tracer = tracerProvider.getTracer('otel-run/platformatic-kafka', __VERSION__);
  const given = new WeakMap<Send, readonly SentMessage[]>();
  traceChannel<Send>(
    'plt:kafka:producer:sends',
    { storage },
    {
      start(send) {
        const span = startSend(tracer, send);
        const { client, options } = send;
        const carrier: Record<string, string> = {};
        propagation.inject(trace.setSpan(context.active(), span), carrier);
        given.set(send, options.messages);
        options.messages = options.messages.map(message => ({
          ...message,
          headers: headersWith(client, message, carrier),
        }));
        return span;
      },
      finish(span, send) {
        const { error, options } = send;
        // The application's own object.
        options.messages = given.get(send) ?? options.messages;
        if (error) recordCallError(span, error as Error);
      },
    },
  );
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ MessagesStream }: { readonly MessagesStream?: { readonly prototype: Stream } }) {
        if (!MessagesStream) return;
        replaceMethod(MessagesStream.prototype, 'emit', emitting);
        processInLoops(MessagesStream.prototype, storage, (message, unit) =>
          process(message as Message, unit),
        );
      },
    });
  }
};

function startSend(tracer: Tracer, { client, options: { messages } }: Send): Span {
  const topics = new Set(messages.map(({ topic }) => topic));
  const [topic] = topics.size === 1 ? topics : [];
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
    'messaging.destination.name': topic,
    'messaging.client.id': typeof client.clientId === 'string' ? client.clientId : undefined,
    'messaging.batch.message_count': messages.length > 1 ? messages.length : undefined,
  };
  return tracer.startSpan(topic === undefined ? 'send' : `send ${topic}`, {
    kind: SpanKind.PRODUCER,
    attributes,
  });
}

function emitting(original: Stream['emit']): Stream['emit'] {
  return function (this: Stream, event, ...values) {
    const listeners = event === 'data' ? this.rawListeners('data') : [];
    if (listeners.length === 0) return original.call(this, event, ...values);
    process(values[0] as Message, () => callListeners(this, listeners, values));
    return true;
  };
}

function process<Result>(message: Message, unit: () => Result): Result {
  const { topic: queue, partition, offset, headers, metadata } = message;
  const carrier: Carrier = Object.fromEntries([...headers].map(([name, value]) => [String(name), value]));
  const attributes = {
    'messaging.consumer.group.name': metadata?.consumer?.groupId,
    'messaging.destination.partition.id': String(partition),
    'messaging.kafka.offset': Number(offset),
  };
  const options = optionsOf({ system: 'kafka', queue, id: undefined, data: undefined, carrier, attributes });
  return withReadyMadeWork(`${queue} process`, options, unit);
}
