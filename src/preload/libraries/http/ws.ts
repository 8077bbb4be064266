import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import { rethrown } from '../../errors/rethrown.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { recordCallError } from '../record-call-error.ts';
import { callListeners, messageSize, processMessage } from '../work/channel-message.ts';
import { replaceMethod } from '../work/patch-library.ts';

type Listener = (...values: never[]) => unknown;

/** The part of a socket that matters here. */
interface WebSocket {
  /** The URL of a client. */
  readonly url?: string;
  send(data: unknown, ...rest: unknown[]): void;
  emit(event: string, ...values: unknown[]): boolean;
  rawListeners(event: string): Listener[];
}

interface Exports {
  readonly WebSocket?: { readonly prototype: WebSocket };
  readonly default?: { readonly prototype: WebSocket };
  readonly prototype?: WebSocket;
}

/** The conventions have no name for it. */
const SYSTEM = 'websocket';

/**
 * Creates a unit of work for each message that a listener gets, `websocket process`, and a PRODUCER span for
 * each sent message, `websocket send`. Messages have no headers, so those of the two sockets are not linked.
 */
export function enable({ targets }: SetUp): void {
  for (const [target, versions] of Object.entries(targets))
    patchExports(target, versions, {
      exports(exports: Exports) {
        const prototype = (exports.WebSocket ?? exports.default)?.prototype ?? exports.prototype;
        if (!prototype) return;
        replaceMethod(prototype, 'send', sending);
        replaceMethod(prototype, 'emit', emitting);
      },
    });
}

function emitting(original: WebSocket['emit']): WebSocket['emit'] {
  return function (this: WebSocket, event, ...values) {
    const listeners = event === 'message' ? this.rawListeners('message') : [];
    if (listeners.length === 0) return original.call(this, event, ...values);
    processMessage(
      { system: SYSTEM, subscription: SYSTEM, channel: SYSTEM, body: values[0], server: serverOf(this) },
      () => callListeners(this, listeners, values),
    );
    return true;
  };
}

function sending(original: WebSocket['send']): WebSocket['send'] {
  return function (this: WebSocket, data, ...rest) {
    const { host, port } = serverOf(this);
    const parent = context.active();
    const span = trace.getTracer('otel-run/ws', __VERSION__).startSpan(`${SYSTEM} send`, {
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': SYSTEM,
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
        'messaging.destination.name': SYSTEM,
        'messaging.message.body.size': messageSize(data),
        'server.address': host,
        'server.port': port,
      },
    });
    const end = (error?: unknown) => {
      if (error instanceof Error) recordCallError(span, error);
      span.end();
    };
    const given = withCallback(rest, parent, end);
    try {
      original.call(this, data, ...(given ?? rest));
      if (!given) end();
    } catch (error) {
      end(error);
      throw rethrown(error);
    }
  };
}

type Callback = (...values: unknown[]) => unknown;

/** The arguments of `send`, with a callback that also ends the span; undefined without a callback. */
function withCallback(
  rest: readonly unknown[],
  parent: Context,
  end: (error?: unknown) => void,
): readonly unknown[] | undefined {
  const callback = rest.at(-1);
  if (typeof callback !== 'function') return undefined;
  const told: Callback = (error, ...results) => {
    end(error);
    return context.with<unknown[], Callback>(parent, callback as Callback, undefined, error, ...results);
  };
  return [...rest.slice(0, -1), told];
}

function serverOf({ url }: WebSocket): { readonly host?: string; readonly port?: number } {
  if (!url) return {};
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: Number(port) || (protocol === 'wss:' ? 443 : 80) };
}
