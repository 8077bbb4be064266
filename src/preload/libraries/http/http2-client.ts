import { errorMonitor } from 'node:events';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { quietListener, quietly } from '../../../shared/quietly.ts';
import { observePassing } from '../../errors/unwinding.ts';
import { commonAttributes, headOf, knownMethod, type RequestHead } from './http-attributes.ts';
import { endRequest } from './http-outcome.ts';
import { IS_GRPC } from './http2-request.ts';
import { SCOPE } from './http2-server.ts';
import { measureRequest, pick } from './request-duration.ts';

type Headers = Readonly<Record<string, unknown>> | readonly unknown[] | undefined;

/** Sends a request. */
export type Request = (this: ClientHttp2Session, headers?: Headers, ...rest: unknown[]) => ClientHttp2Stream;

/**
 * Creates a CLIENT span for each request of a session, and sends its context along. A request that already
 * has a `traceparent` comes from a client with its own spans, such as `fetch` or gRPC.
 */
export function requesting(original: Request): Request {
  return function request(this: ClientHttp2Session, headers, ...rest) {
    const asked = quietly(() => startRequest(this, headers));
    if (!asked) return original.call(this, headers, ...rest);
    const { parent, active, withContext, end } = asked;
    let stream: ClientHttp2Stream | undefined;
    try {
      stream = context.with(active, () => original.call(this, withContext, ...rest));
    } finally {
      if (!stream) observePassing(parent, end);
    }
    watch(stream, asked);
    return stream;
  };
}

interface Asked {
  readonly parent: Context;
  readonly active: Context;
  /** The headers with the context of the request's span. */
  readonly withContext: Headers;
  end(error?: unknown, status?: number): void;
}

/** Undefined if a request gets no span, or is invalid. */
function startRequest(session: ClientHttp2Session, headers: Headers): Asked | undefined {
  if (headers !== undefined && (typeof headers !== 'object' || headers === null)) return undefined;
  const parent = context.active();
  const known = named(headers);
  if (isTracingSuppressed(parent) || hasOwnSpan(known)) return undefined;
  const head = headOf(known, defaultsOf(session));
  const attributes = attributesOf(head);
  const span = trace
    .getTracer(SCOPE, __VERSION__)
    .startSpan(spanName(head), { kind: SpanKind.CLIENT, attributes }, parent);
  const active = trace.setSpan(parent, span);
  const carrier: Record<string, string> = {};
  propagation.inject(active, carrier);
  return { parent, active, withContext: withHeaders(headers, carrier), end: ending(span, attributes) };
}

function watch(stream: ClientHttp2Stream, { parent, end }: Asked): void {
  context.bind(parent, stream);
  let status: number | undefined;
  stream.once(
    'response',
    quietListener(answered => {
      status = answered[':status'];
    }),
  );
  stream.on('close', () => end(undefined, status));
  stream.on(
    errorMonitor,
    quietListener(error => end(error, status)),
  );
}

/**
 * A client that uses HTTP/2 for its own requests has a span and has sent its context along, or it uses gRPC.
 */
function hasOwnSpan(headers: Readonly<Record<string, unknown>>): boolean {
  return headers.traceparent !== undefined || IS_GRPC.test(String(headers['content-type']));
}

/** Headers by lower-case name, from an object or from alternating names and values. Calls no getter. */
function named(headers: Headers): Readonly<Record<string, unknown>> {
  const pairs = Array.isArray(headers)
    ? headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []))
    : Object.keys(headers ?? {}).map(name => [name, Object.getOwnPropertyDescriptor(headers, name)?.value]);
  return Object.fromEntries(pairs.map(([name, value]) => [String(name).toLowerCase(), value]));
}

/** A copy, in which sensitive headers are still marked as sensitive. */
function withHeaders(headers: Headers, carrier: Readonly<Record<string, string>>): Headers {
  if (!Array.isArray(headers)) return Object.assign(Object.create(null), headers, carrier);
  return Object.assign([...headers, ...Object.entries(carrier).flat()], symbolsOf(headers));
}

function symbolsOf(headers: readonly unknown[]): object {
  return Object.fromEntries(
    Object.getOwnPropertySymbols(headers).map(key => [key, Reflect.get(headers, key)]),
  );
}

function defaultsOf(session: ClientHttp2Session): Partial<RequestHead> {
  const origin = safeOrigin(session);
  return { scheme: origin?.protocol.slice(0, -1) ?? 'http', ...(origin?.host && { authority: origin.host }) };
}

/** The origin of a session with a socket, or of the URL that the session was created for. */
function safeOrigin(session: ClientHttp2Session): URL | undefined {
  const symbol = Object.getOwnPropertySymbols(session).find(({ description }) => description === 'authority');
  const authority = symbol && Reflect.get(session, symbol);
  const { encrypted } = session;
  try {
    return session.originSet?.[0]
      ? new URL(session.originSet[0])
      : new URL(`${encrypted ? 'https' : 'http'}://${authority}`);
  } catch {
    return undefined;
  }
}

function spanName({ method }: RequestHead): string {
  const known = knownMethod(method);
  return known === '_OTHER' ? 'HTTP' : known;
}

function attributesOf(head: RequestHead): Attributes {
  const { userAgent: _, ...common } = head;
  return {
    ...commonAttributes({ ...common, userAgent: head.userAgent }),
    'url.full': `${head.scheme}://${head.authority}${head.path}`,
    'network.protocol.version': '2',
  };
}

function ending(span: Span, asked: Attributes): (error?: unknown, status?: number) => void {
  const measured = measureRequest('client', SCOPE);
  let isEnded = false;
  return (error, status) => {
    if (isEnded) return;
    isEnded = true;
    const outcome = endRequest(span, 400, { status, error });
    measured({ ...pick(asked, MEASURED), ...outcome });
  };
}

const MEASURED = ['http.request.method', 'server.address', 'server.port'];
