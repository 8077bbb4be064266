import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import { type Context, context, type Span, trace } from '@opentelemetry/api';
import type { SetUp } from './library-part.ts';

/** What a library publishes of an operation: one object for all of its events, to which Node.js adds how it ended. */
export interface TraceMessage {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** How the operations of a `TracingChannel` become spans. */
export interface TracedOperation<Message extends object> {
  /**
   * An operation begins.
   *
   * @returns its span, or undefined where it is to have none
   */
  start(message: Message): Span | undefined;
  /** It has ended, and its span is about to. `error` is set where it failed. */
  finish?(span: Span, message: Message & TraceMessage): void;
  /** Whether the channel's operations are synchronous (`traceSync`): they end when the call returns. */
  readonly isSync?: boolean;
}

/** An operation under way, on the library's own message. */
interface Operation {
  readonly span: Span | undefined;
  /** Where it was asked for, and where it calls back. */
  readonly parent: Context;
  ended: boolean;
}

const OPERATION = Symbol('otel-run.operation');

type Marked = TraceMessage & { [OPERATION]?: Operation };

/**
 * Makes a span of each operation that a library publishes on a `TracingChannel`. What the operation does is below the
 * span, and what it calls back runs where the operation was asked for. Node.js throws what a subscriber throws as an
 * uncaught exception: nothing passes from here.
 */
export function traceChannel<Message extends object>(
  name: string,
  { storage }: Pick<SetUp, 'storage'>,
  traced: TracedOperation<Message>,
): void {
  const channel = tracingChannel(name) as unknown as TracingChannel<unknown, object>;
  const begin = (message: Marked) => (message[OPERATION] ??= operation(message as Message, traced));
  const end = (message: Marked) => finish(begin(message), message as Message & TraceMessage, traced);
  channel.start.bindStore(storage as never, (message: unknown) => {
    const { span, parent } = begin(message as Marked);
    return (span ? trace.setSpan(parent, span) : parent) as never;
  });
  // Node.js runs only the callback of `traceCallback` in what is bound here.
  channel.asyncStart.bindStore(
    storage as never,
    (message: unknown) => begin(message as Marked).parent as never,
  );
  channel.subscribe({
    start: message => void begin(message),
    end: message => {
      // A call that throws has no other end, nor has one that has its result already.
      const { error, result } = message as Marked;
      if (traced.isSync || error !== undefined || result !== undefined) end(message);
    },
    asyncStart: end,
    asyncEnd: end,
    error: () => {},
  });
}

function operation<Message extends object>(message: Message, traced: TracedOperation<Message>): Operation {
  const parent = context.active();
  try {
    return { span: traced.start(message), parent, ended: false };
  } catch {
    return { span: undefined, parent, ended: false };
  }
}

function finish<Message extends object>(
  operation: Operation,
  message: Message & TraceMessage,
  traced: TracedOperation<Message>,
): void {
  const { span, ended } = operation;
  if (!span || ended) return;
  operation.ended = true;
  try {
    traced.finish?.(span, message);
  } catch {
    // The span ends without what could not be told.
  }
  span.end();
}
