import { errorMonitor } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core';
import type { Settings } from '../../../config/settings.ts';
import { requestHooks } from '../../../logs/request-fields.ts';
import { compileGlobs } from '../../../shared/glob.ts';
import { quietListener, quietly } from '../../../shared/quietly.ts';
import { observePassing } from '../../errors/unwinding.ts';
import { targetOf } from './http-attributes.ts';
import { endRequest } from './http-outcome.ts';
import { type Http2Request, requestOf, serverSpanAttributes } from './http2-request.ts';
import { measureRequest, pick } from './request-duration.ts';

type Emit = (event: string, ...values: unknown[]) => boolean;

export const SCOPE = 'otel-run/http2';

const MEASURED = ['http.request.method', 'url.scheme'];

/** How a server announces a request; the `settings` for requests apply to its spans. */
export function createServerEmit(settings: Settings): (original: Emit) => Emit {
  const isIgnored = compileGlobs(settings.ignorePaths) ?? (() => false);
  const { requestHook, responseHook } = requestHooks({
    headers: settings.contextHeaders,
    responseHeader: settings.requestIdHeader,
  });
  return original =>
    function emit(this: unknown, event, ...values) {
      if (event === 'request') quietly(() => sendIdBack(values, responseHook));
      const request = quietly(() => requestOf(event, values));
      if (!request) return original.call(this, event, ...values);
      const call = () => original.call(this, event, ...values);
      if (isIgnored(targetOf(request.head.path).path)) return ignoring(request, call);
      return answering(request, requestHook, call);
    };
}

function ignoring(request: Http2Request, call: () => boolean): boolean {
  const suppressed = suppressTracing(context.active());
  return context.with(suppressed, () => {
    quietly(() => context.bind(suppressed, request.stream));
    return call();
  });
}

function answering(
  request: Http2Request,
  requestHook: (span: Span, request: IncomingMessage) => void,
  call: () => boolean,
): boolean {
  const started = quietly(() => startAnswer(request, requestHook));
  if (!started) return call();
  const { active, end } = started;
  let result: boolean | undefined;
  try {
    result = context.with(active, () => {
      quietly(() => context.bind(active, request.stream));
      return call();
    });
    return result;
  } finally {
    if (result === undefined) observePassing(active, end);
  }
}

interface Started {
  readonly active: Context;
  end(error?: unknown): void;
}

function startAnswer(
  request: Http2Request,
  requestHook: (span: Span, request: IncomingMessage) => void,
): Started {
  const { head, headers, stream } = request;
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const attributes = serverSpanAttributes(request);
  const method = String(attributes['http.request.method']);
  const span = trace
    .getTracer(SCOPE, __VERSION__)
    .startSpan(method === '_OTHER' ? 'HTTP' : method, { kind: SpanKind.SERVER, attributes }, parent);
  const metadata: Metadata = { type: RPCType.HTTP, span };
  const active = setRPCMetadata(trace.setSpan(parent, span), metadata);
  requestHook(span, { rawHeaders: [], headers, method: head.method } as unknown as IncomingMessage);
  const end = ending(request, metadata, attributes);
  stream.on(
    'close',
    // An HTTP/1 answer emits no error.
    quietListener(() => end(stream.errored ?? undefined)),
  );
  stream.on(errorMonitor, quietListener(end));
  return { active, end };
}

interface Metadata {
  readonly type: RPCType.HTTP;
  readonly span: Span;
  /** The route that routers below find. */
  route?: string;
}

/** Ends a request's span, once, with its status, its route and its error. */
function ending(request: Http2Request, metadata: Metadata, asked: Attributes): (error?: unknown) => void {
  const { span } = metadata;
  const measured = measureRequest('server', SCOPE);
  let isEnded = false;
  return error => {
    if (isEnded) return;
    isEnded = true;
    const { route } = metadata;
    const method = asked['http.request.method'];
    if (route !== undefined) span.updateName(`${method === '_OTHER' ? 'HTTP' : method} ${route}`);
    const outcome = endRequest(span, 500, { status: request.status(), error, route });
    measured({ ...pick(asked, MEASURED), ...outcome });
  };
}

type ResponseHook = ReturnType<typeof requestHooks>['responseHook'];

/** Only a response object has headers that can be set one by one. */
function sendIdBack([, response]: unknown[], responseHook: ResponseHook): void {
  if (responseHook) responseHook(trace.getSpan(context.active()) as Span, response as ServerResponse);
}
