import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { recordCallFailure } from './failure.ts';
import {
  type McpPeer,
  type McpRequest,
  mcpAttributes,
  noteAnswer,
  refusedSpanName,
  spanName,
} from './mcp-attributes.ts';
import { type McpRefusal, observeRefusal } from './mcp-refusals.ts';
import { withInnermost } from './nesting.ts';

/** The part of the base class of clients and servers that matters here. */
export interface ProtocolPrototype extends McpPeer {
  readonly _requestMessageId?: number;
  _requestHandlers?: HandlerMap;
  readonly fallbackRequestHandler?: Handler;
  request(...values: unknown[]): Promise<unknown>;
  /** Since version 2, all requests go through it. */
  _requestWithSchemaViaCodec?(...values: unknown[]): Promise<unknown>;
  _onrequest(request: McpRequest, extra: unknown): unknown;
}

interface HandlerMap {
  get(method: string): Handler | undefined;
}

type Handler = (this: unknown, ...values: unknown[]) => unknown;

const SCOPE = 'otel-run/mcp';

/**
 * Creates a CLIENT span for each sent request, which carries the span's context.
 * https://modelcontextprotocol.io/community/seps/414-request-meta
 *
 * @param place the index of the request in the arguments
 */
export function mcpRequesting(
  original: ProtocolPrototype['request'],
  place: number,
): ProtocolPrototype['request'] {
  return function request(this: ProtocolPrototype, ...values) {
    const request = values[place] as McpRequest | undefined;
    if (typeof request?.method !== 'string') return original.apply(this, values);
    const attributes = mcpAttributes({ ...request, id: this._requestMessageId }, this);
    const span = startSpan(request, SpanKind.CLIENT, attributes, context.active());
    const active = trace.setSpan(context.active(), span);
    const sent = [...values];
    sent[place] = withContext(request, active);
    return ending(span, request, this, () => context.with(active, () => original.apply(this, sent)));
  };
}

/** A copy: the application's object stays unchanged. Invalid parameters are sent as they are. */
function withContext(request: McpRequest, active: Context): McpRequest {
  if (!isMap(request.params) || !isMap(request.params?._meta)) return request;
  const carrier: Record<string, string> = {};
  propagation.inject(active, carrier);
  return { ...request, params: { ...request.params, _meta: { ...request.params?._meta, ...carrier } } };
}

/** Parameters of a class, such as an error, would lose what they inherit in a copy. */
function isMap(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Creates a SERVER span for each request, below the sender's span: when a handler gets it, or it is refused. */
export function handling(original: ProtocolPrototype['_onrequest']): ProtocolPrototype['_onrequest'] {
  return function onRequest(this: ProtocolPrototype, request, extra) {
    const handlers = this._requestHandlers;
    const handler = handlers?.get(request.method) ?? this.fallbackRequestHandler;
    // The handler is looked up before this returns, and called later.
    if (handlers && handler) {
      const handle = asRequest(handler, request, this);
      this._requestHandlers = Object.create(handlers, { get: { value: () => handle } });
    }
    try {
      return observeRefusal(
        this._transport,
        request.id,
        () => original.call(this, request, extra),
        refusal => recordRefusal(refusal, request, this),
      );
    } finally {
      if (handlers) this._requestHandlers = handlers;
    }
  };
}

function recordRefusal({ code, message }: McpRefusal, request: McpRequest, peer: McpPeer): void {
  const span = startSpan(request, SpanKind.SERVER, mcpAttributes(request, peer), senderOf(request));
  span.updateName(refusedSpanName(request));
  span.setAttributes({ 'rpc.response.status_code': String(code), 'error.type': String(code) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(message) });
  span.end();
}

function asRequest(handler: Handler, request: McpRequest, peer: McpPeer): Handler {
  return function handle(this: unknown, ...values) {
    const parent = senderOf(request);
    const span = startSpan(request, SpanKind.SERVER, mcpAttributes(request, peer), parent);
    const active = withInnermost(trace.setSpan(parent, span), { isOfProvider: false, isOver: false });
    return ending(span, request, peer, async () => context.with(active, () => handler.apply(this, values)));
  };
}

/** The sender's context, plus the values of the active context, which carries the request. */
function senderOf({ params }: McpRequest): Context {
  const active = context.active();
  const sender = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, params?._meta ?? {}));
  return sender ? trace.setSpanContext(active, sender) : active;
}

function startSpan(
  request: McpRequest,
  kind: SpanKind,
  attributes: ReturnType<typeof mcpAttributes>,
  parent: Context,
): Span {
  const carrying = trace.getSpanContext(context.active());
  const isCarried = carrying !== undefined && carrying.spanId !== trace.getSpanContext(parent)?.spanId;
  return trace
    .getTracer(SCOPE, __VERSION__)
    .startSpan(
      spanName(request),
      { kind, attributes, ...(isCarried && { links: [{ context: carrying }] }) },
      parent,
    );
}

/** Ends a span when its request settles. The result of a failed tool says that it failed. */
async function ending(
  span: Span,
  request: McpRequest,
  peer: McpPeer,
  action: () => Promise<unknown>,
): Promise<unknown> {
  try {
    const result = await action();
    noteAnswer(peer, request, result);
    if ((result as { isError?: unknown } | undefined)?.isError === true) {
      span.setAttribute('error.type', 'tool_error');
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return result;
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    recordCallFailure(span, error, request.params ?? {}, true);
    if (Number.isSafeInteger(code)) {
      span.setAttributes({ 'rpc.response.status_code': String(code), 'error.type': String(code) });
    }
    throw error;
  } finally {
    span.end();
  }
}
