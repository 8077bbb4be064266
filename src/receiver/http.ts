import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Signal } from '../shared/signal.ts';
import { ACCEPTED_ENCODINGS, decompress, readBody } from './body.ts';
import type { Format } from './decode.ts';
import { messageType } from './otlp-schema.ts';
import { asRefusal, Refusal, type RefusalKind } from './refusal.ts';
import type { RequestSink } from './requests.ts';

const SIGNALS = new Map<string, Signal>([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
]);

const FORMATS = new Map<string, Format>([
  ['application/x-protobuf', 'protobuf'],
  ['application/json', 'json'],
]);

const STATUS_CODES: Record<RefusalKind, number> = {
  malformed: 400,
  'unknown-path': 404,
  'wrong-method': 405,
  'too-large': 413,
  'unsupported-media-type': 415,
  'unsupported-encoding': 415,
};

const NOT_HTTP1 = { signal: null, protocol: null, contentEncoding: 'identity' } as const;

const REFUSAL_HEADERS: Partial<Record<RefusalKind, Record<string, string>>> = {
  'wrong-method': { allow: 'POST' },
  'unsupported-encoding': { 'accept-encoding': ACCEPTED_ENCODINGS },
};

/**
 * A server for OTLP/HTTP, binary and JSON. A request that it refuses is answered with a 4xx status and the
 * reason, in the request's format. Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp
 *
 * @param limit maximum bytes of a body, before and after decompression
 */
export function createHttpServer(sink: RequestSink, limit: number): Server {
  const server = createServer((request, response) => void answer(request, response, sink, limit));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_')) sink.refuse(NOT_HTTP1, `not HTTP/1.1: ${error.message}`);
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, sink: RequestSink, limit: number) {
  const signal = SIGNALS.get((request.url ?? '').replace(/\?.*/s, '')) ?? null;
  const format = FORMATS.get(mediaType(request.headers['content-type'])) ?? null;
  const protocol = format && (`http/${format}` as const);
  const contentEncoding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  try {
    if (signal === null) throw new Refusal('unknown-path', `no such path, expected ${list(SIGNALS)}`);
    if (request.method !== 'POST') throw new Refusal('wrong-method', `${request.method} is not POST`);
    if (protocol === null) throw unsupportedMediaType(request.headers['content-type']);
    const body = decompress(await readBody(request, limit), contentEncoding, limit);
    sink.accept({ signal, protocol, contentEncoding, body });
    reply(response, 200, format ?? 'json', format === 'json' ? '{}' : '');
  } catch (error) {
    const { kind, message } = asRefusal(error);
    sink.refuse({ signal, protocol, contentEncoding }, message);
    reply(
      response,
      STATUS_CODES[kind],
      format ?? 'json',
      statusMessage(format, message),
      REFUSAL_HEADERS[kind],
    );
  }
}

function mediaType(contentType = ''): string {
  return contentType.replace(/;.*/s, '').trim().toLowerCase();
}

function unsupportedMediaType(contentType = ''): Refusal {
  return new Refusal(
    'unsupported-media-type',
    `content type "${contentType}" is not one of ${list(FORMATS)}`,
  );
}

function list(accepted: ReadonlyMap<string, string>): string {
  return [...accepted.keys()].join(', ');
}

function statusMessage(format: Format | null, message: string): string | Uint8Array {
  return format === 'protobuf'
    ? messageType('RpcStatus').encode({ message }).finish()
    : JSON.stringify({ message });
}

function reply(
  response: ServerResponse,
  status: number,
  format: Format,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  const contentType = format === 'json' ? 'application/json' : 'application/x-protobuf';
  response.writeHead(status, {
    ...headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
