import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Attributes } from '@opentelemetry/api';
import { commonAttributes, headOf, type RequestHead, targetOf } from './http-attributes.ts';

/** A request, in either protocol version that such a server supports. */
export interface Http2Request {
  readonly head: RequestHead;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly socket:
    | { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined }
    | undefined;
  /** The object that ends with the answer. */
  readonly stream: ServerHttp2Stream | ServerResponse;
  status(): number | undefined;
}

/** Remote procedure calls over HTTP/2 have their own spans. */
export const IS_GRPC = /^application\/grpc/;

/**
 * The request that a server's event announces, if it announces one. For HTTP/2, that is the event of a stream. HTTP/1,
 * if the server allows it, only has request events.
 */
export function requestOf(event: string, values: unknown[]): Http2Request | undefined {
  if (event === 'stream') return ofStream(values as [ServerHttp2Stream, Http2Request['headers']]);
  if (event !== 'request') return undefined;
  const [request, response] = values as [IncomingMessage, ServerResponse];
  if (request.httpVersionMajor !== 1) return undefined;
  const defaults = { method: request.method ?? 'GET', path: request.url ?? '/', scheme: 'https' };
  return {
    head: headOf(request.headers, defaults),
    headers: request.headers,
    version: request.httpVersion,
    socket: request.socket,
    stream: response,
    status: () => response.statusCode,
  };
}

function ofStream([stream, headers]: [ServerHttp2Stream, Http2Request['headers']]): Http2Request | undefined {
  if (IS_GRPC.test(String(headers['content-type']))) return undefined;
  return {
    head: headOf(headers),
    headers,
    version: '2',
    socket: stream.session?.socket,
    stream,
    status: () => Number(stream.sentHeaders?.[':status']) || undefined,
  };
}

/** The attributes of a request's SERVER span. */
export function serverSpanAttributes({ head, version, socket, headers }: Http2Request): Attributes {
  const { path, query } = targetOf(head.path);
  const [forwarded] = String(headers['x-forwarded-for'] ?? '').split(',');
  const client = forwarded?.trim() || socket?.remoteAddress;
  return {
    ...commonAttributes(head),
    'url.scheme': head.scheme,
    'url.path': path,
    ...(query && { 'url.query': query }),
    'network.protocol.version': version,
    ...(socket?.remoteAddress && { 'network.peer.address': socket.remoteAddress }),
    ...(socket?.remotePort && { 'network.peer.port': socket.remotePort }),
    ...(client && { 'client.address': client }),
  };
}
