import { context, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import { quietly } from '../../../shared/quietly.ts';
import { extractContext, linksTo } from '../../../work/carrier.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { recordCallError } from '../record-call-error.ts';
import { replaceCalled } from './patch-library.ts';
import { rabbitMqDestination } from './rabbitmq-destination.ts';

/** The symbol of upstream's instrumentation, by which a connection has its attributes. */
const CONNECTION_ATTRIBUTES = 'opentelemetry.amqplib.connection.attributes';

/** The part of a message that matters here. */
interface Message {
  readonly content: { readonly length: number };
  readonly fields: { readonly exchange?: string; readonly routingKey?: string };
  readonly properties: { readonly headers?: object; readonly messageId?: string };
}

/** What asked for a message. */
interface Asked {
  readonly tracer: Tracer;
  readonly channel: unknown;
  readonly queue: unknown;
  /** Milliseconds since 1970. */
  readonly startTime: number;
}

type Callback = (this: unknown, error: unknown, message?: Message | false) => unknown;

type Get = (this: unknown, queue: unknown, ...rest: unknown[]) => unknown;

interface File {
  readonly Channel?: { readonly prototype: { get: Get } };
}

/**
 * Creates a CLIENT span for each message that the application asks for, `get <queue>`, linked to the sender. Upstream's
 * instrumentation creates those of messages that are sent and consumed.
 */
export const enable: LibraryPart['enable'] = ({ targets, tracerProvider }) => {
  const tracer = tracerProvider.getTracer('otel-run/amqplib', __VERSION__);
  const patch =
    (getting: (get: Get, tracer: Tracer) => Get) =>
    ({ Channel }: File) => {
      if (Channel) replaceCalled(Channel.prototype, 'get', get => getting(get, tracer));
    };
  for (const [target, versions] of Object.entries(targets)) {
    const files = {
      'lib/channel_model.js': patch(getByPromise),
      'lib/callback_model.js': patch(getByCallback),
    };
    patchExports(target, versions, { files });
  }
};

function getByPromise(get: Get, tracer: Tracer): Get {
  return function (queue, ...rest) {
    const asked = { tracer, channel: this, queue, startTime: Date.now() };
    const result = Reflect.apply(get, this, [queue, ...rest]) as Promise<Message | false>;
    const here = context.active();
    // A promise of its own: the application alone decides whether a rejection is handled.
    return result.then(
      message => {
        context.with(here, received, undefined, asked, message);
        return message;
      },
      error => {
        context.with(here, failed, undefined, asked, error);
        throw error;
      },
    );
  };
}

function getByCallback(get: Get, tracer: Tracer): Get {
  return function (queue, options, callback, ...rest) {
    const asked = { tracer, channel: this, queue, startTime: Date.now() };
    const here = context.active();
    const told: Callback = function (error, ...message) {
      if (error) context.with(here, failed, undefined, asked, error);
      else context.with(here, received, undefined, asked, message[0]);
      return Reflect.apply(callback as Callback, this, [error, ...message]);
    };
    const answered = typeof callback === 'function' ? told : callback;
    return Reflect.apply(get, this, [queue, options, answered, ...rest]);
  };
}

/** An application that polls finds nothing most of the time. */
function received(asked: Asked, message: Message | false | undefined): void {
  if (!message && trace.getSpan(context.active()) === undefined) return;
  quietly(() => startSpan(asked, message || undefined).end());
}

function failed(asked: Asked, error: unknown): void {
  quietly(() => {
    const span = startSpan(asked);
    recordCallError(span, error as Error);
    span.end();
  });
}

/** By https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/ */
function startSpan({ tracer, channel, queue, startTime }: Asked, message?: Message): Span {
  const { exchange, routingKey } = message?.fields ?? {};
  const { headers, messageId } = message?.properties ?? {};
  return tracer.startSpan(`get ${queue}`, {
    kind: SpanKind.CLIENT,
    startTime,
    links: headers ? linksTo(extractContext(headers)) : [],
    attributes: {
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': 'get',
      'messaging.operation.type': 'receive',
      'messaging.destination.name': rabbitMqDestination(exchange, routingKey, queue),
      'messaging.rabbitmq.destination.routing_key': routingKey || undefined,
      'messaging.message.id': messageId,
      'messaging.message.body.size': message?.content.length,
      ...attributesOf(channel),
    },
  });
}

function attributesOf(channel: unknown): object | undefined {
  const { connection } = channel as { readonly connection?: object };
  const symbols = Object.getOwnPropertySymbols(connection ?? {});
  const key = symbols.find(({ description }) => description === CONNECTION_ATTRIBUTES);
  return key && connection && Reflect.get(connection, key);
}
