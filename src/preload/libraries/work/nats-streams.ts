import { context, createContextKey } from '@opentelemetry/api';
import type { Carrier } from '../../../work/carrier.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import type { SetUp } from '../library-part.ts';
import { processInLoops } from './message-loop.ts';
import { replaceMethod } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

type Callback = (this: unknown, message: Message) => unknown;

/** A message of a JetStream. */
interface Message {
  readonly subject: string;
  readonly data?: unknown;
  readonly headers?: Carrier;
  readonly info: { readonly stream: string; readonly consumer: string; readonly streamSequence: number };
}

interface Options {
  readonly callback?: Callback;
}

type Read = (this: unknown, options?: Options, ...rest: unknown[]) => Promise<unknown>;

interface Consumer {
  consume: Read;
  fetch: Read;
  next: Read;
  /** Before version 3, an ordered consumer has another one inside, which calls this back. */
  internalHandler?: (this: unknown, ...values: unknown[]) => Callback;
}

/** The file with the consumers of streams. */
export interface StreamsFile {
  readonly PullConsumerImpl?: { readonly prototype: Consumer };
  readonly OrderedPullConsumerImpl?: { readonly prototype: Consumer };
}

/** In the context of a single message that the library itself reads for the application. */
const SINGLE = createContextKey('otel-run.nats-single');

const internal = new WeakSet<Callback>();

/** Creates a unit of work for each message that a consumer's callback or loop gets: `<stream> process`. */
export function processStreams(
  { PullConsumerImpl, OrderedPullConsumerImpl }: StreamsFile,
  storage: SetUp['storage'],
): void {
  for (const consumer of [PullConsumerImpl?.prototype, OrderedPullConsumerImpl?.prototype]) {
    if (!consumer) continue;
    for (const name of ['consume', 'fetch'] as const)
      replaceMethod(consumer, name, original => reading(original, storage));
    replaceMethod(consumer, 'next', original => {
      return function (this: unknown, ...values) {
        return context.with(context.active().setValue(SINGLE, true), original, this, ...values);
      };
    });
    replaceMethod(consumer as Required<Consumer>, 'internalHandler', original => {
      return function (this: unknown, ...values) {
        const handler = original.apply(this, values);
        internal.add(handler);
        return handler;
      };
    });
  }
}

function reading(original: Read, storage: SetUp['storage']): Read {
  return async function (this: unknown, options, ...rest) {
    const { callback } = options ?? {};
    if (context.active().getValue(SINGLE) || (callback && internal.has(callback)))
      return original.call(this, options, ...rest);
    if (typeof callback !== 'function') {
      const messages = await original.call(this, options, ...rest);
      processInLoops(messages, storage, (message, unit) => process(message as Message, unit));
      return messages;
    }
    const processing: Callback = function (message) {
      return process(message, () => callback.call(this, message));
    };
    return original.call(this, { ...options, callback: processing }, ...rest);
  };
}

function process<Result>(message: Message, unit: () => Result): Result {
  const { stream: queue, consumer, streamSequence: id } = message.info;
  const { data, headers: carrier } = message;
  const attributes = { 'messaging.consumer.group.name': consumer };
  return withReadyMadeWork(
    `${queue} process`,
    optionsOf({ system: 'nats', queue, id, data, carrier, attributes }),
    unit,
  );
}
