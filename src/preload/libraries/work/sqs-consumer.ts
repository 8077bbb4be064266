import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod, runOutside } from './patch-library.ts';
import { optionsOfBatch, type QueueJob } from './queue-job.ts';

/** The part of an `sqs-consumer` that matters here. */
interface Consumer {
  readonly queueUrl?: string;
  handleMessage?: (message: Message) => unknown;
  handleMessageBatch?: (messages: readonly Message[]) => unknown;
  executeHandler(message: Message): unknown;
  executeBatchHandler(messages: readonly Message[]): unknown;
}

interface Message {
  readonly MessageId?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string } | undefined>>;
}

/**
 * Creates a unit of work for each call of a consumer's handler: a new trace named `<queue> process`, of kind
 * CONSUMER, linked to the spans that sent the messages, if their attributes identify them.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Consumer: consumer }: { Consumer?: { readonly prototype: Consumer } }) {
        if (typeof consumer?.prototype?.executeHandler !== 'function') return;
        runOutside(consumer.prototype, 'start');
        replaceMethod(consumer.prototype, 'executeHandler', original => executing(original, 'handleMessage'));
        replaceMethod(consumer.prototype, 'executeBatchHandler', original =>
          executing(original, 'handleMessageBatch'),
        );
      },
    });
  }
};

type Execute = (this: Consumer, ...values: never[]) => unknown;

/** The consumer wraps its handler's errors, so the handler itself is the unit of work. */
function executing(original: Execute, name: 'handleMessage' | 'handleMessageBatch') {
  return function (this: Consumer, ...values: never[]): unknown {
    const handling = (handler: (...values: never[]) => unknown) => processing(handler, this);
    if (this[name]) replaceMethod(this as Required<Consumer>, name, handling as never);
    return original.apply(this, values);
  };
}

function processing(handler: (...values: never[]) => unknown, consumer: Consumer) {
  return function (this: unknown, ...values: never[]): unknown {
    const queue = consumer.queueUrl?.split('/').at(-1) ?? 'sqs';
    const [given] = values as readonly (Message | readonly Message[])[];
    const messages = (Array.isArray(given) ? given : [given]) as readonly Message[];
    const { options, link } = optionsOfBatch(messages.map(message => jobOf(message, queue)));
    return withReadyMadeWork(`${queue} process`, options, span => {
      if (span) link(span);
      return Reflect.apply(handler, this, values);
    });
  };
}

function jobOf({ MessageId, MessageAttributes = {} }: Message, queue: string): QueueJob {
  const entries = Object.entries(MessageAttributes).map(([name, value]) => [name, value?.StringValue]);
  return {
    system: 'aws_sqs',
    queue,
    id: MessageId,
    data: undefined,
    carrier: Object.fromEntries(entries),
  };
}
