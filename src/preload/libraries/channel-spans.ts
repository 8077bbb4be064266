import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import { type Context, context, type Span, trace } from '@opentelemetry/api';
import { decideContext } from './await-channels.ts';
import type { SetUp } from './library-part.ts';

/**
 * A library's message about an operation: one object for all its events, to which Node.js adds the outcome.
 */
export interface TraceMessage {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** How the operations of a `TracingChannel` become spans. */
export interface TracedOperation<Message extends object> {
  /**
   * An operation begins.
   *
   * @returns its span, or undefined if it gets none
   */
  start(message: Message): Span | undefined;
  /**
   * The operation has ended, and its span is about to. `error` is set if it failed.
   *
   * @returns false if the span ends later, or has ended
   */
  finish?(span: Span, message: Message & TraceMessage): unknown;
  /** Whether the channel's operations are synchronous (`traceSync`): they end when the call returns. */
  readonly isSync?: boolean;
  /** Whether the operation's own work is beside its span, not below. */
  readonly isLeaf?: boolean;
}

/** A running operation, stored on the library's own message. */
interface Operation {
  readonly span: Span | undefined;
  /** The context in which it was requested, and in which it calls back. */
  readonly parent: Context;
  ended: boolean;
}

const OPERATION = Symbol('otel-run.operation');

type Marked = TraceMessage & { [OPERATION]?: Operation };

/**
 * Creates a span for each operation that a library publishes on a `TracingChannel`. The operation's own work
 * is below the span, and its callbacks run in the context in which it was requested. Node.js turns a
 * subscriber's error into an uncaught exception, so none may escape from here.
 */
export function traceChannel<Message extends object>(
  name: string,
  { storage }: Pick<SetUp, 'storage'>,
  traced: TracedOperation<Message>,
): void {
  const channel = tracingChannel(name) as unknown as TracingChannel<unknown, object>;
  const begin = (message: Marked) => (message[OPERATION] ??= operation(message as Message, traced));
  const end = (message: Marked) => finish(begin(message), message as Message & TraceMessage, traced);
  decideContext(channel.start, storage, message => {
    const { span, parent } = begin(message as Marked);
    return span && !traced.isLeaf ? trace.setSpan(parent, span) : parent;
  });
  // Node.js runs only the callback of `traceCallback` in the store that is bound here.
  channel.asyncStart.bindStore(
    storage as never,
    (message: unknown) => begin(message as Marked).parent as never,
  );
  channel.subscribe({
    start: message => void begin(message),
    end: message => {
      // A call that throws, or already has its result, has no other end.
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
    if (traced.finish?.(span, message) === false) return;
  } catch {
    // The span ends without the facts that could not be read.
  }
  span.end();
}
