import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { createServer, type Server } from 'node:net';
import type { Signal } from '../shared/signal.ts';
import { ACCEPTED_ENCODINGS, decompress, readBody } from './body.ts';
import { asRefusal, Refusal, type RefusalKind } from './refusal.ts';
import type { RequestSink } from './requests.ts';

const SIGNALS = new Map<string, Signal>([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
]);

/** Source: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const STATUS_CODES: Record<RefusalKind, number> = {
  malformed: 3, // INVALID_ARGUMENT
  'too-large': 8, // RESOURCE_EXHAUSTED
  'unknown-path': 12, // UNIMPLEMENTED
  'wrong-method': 12,
  'unsupported-media-type': 12,
  'unsupported-encoding': 12,
};

/** A message on the wire: one byte "compressed", four bytes length, then the message. */
const PREFIX_BYTES = 5;
const EMPTY_MESSAGE = Buffer.alloc(PREFIX_BYTES);

const NOT_HTTP2 = { signal: null, protocol: null, contentEncoding: 'identity' } as const;

const RESPONSE_HEADERS = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
  'grpc-accept-encoding': ACCEPTED_ENCODINGS,
};

/**
 * A server for OTLP/gRPC: the three `Export` methods, one message each, directly over HTTP/2. HTTP/2 is
 * loaded with the first connection. `endSessions` ends each session as soon as its calls are answered.
 * Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 *
 * @param limit maximum bytes of a message, before and after decompression
 */
export function createGrpcServer(sink: RequestSink, limit: number): { server: Server; endSessions(): void } {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer(async socket => {
    // Nothing else listens for errors until HTTP/2 is loaded. A socket destroys itself after an error.
    socket.on('error', () => {});
    const { performServerHandshake } = await import('node:http2');
    if (socket.destroyed) return;
    const session = performServerHandshake(socket);
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', error => {
      if (isProtocolError(error)) sink.refuse(NOT_HTTP2, `not HTTP/2: ${error.message}`);
    });
    session.on('stream', (stream, headers) => void answer(stream, headers, sink, limit));
  });
  return {
    server,
    endSessions() {
      for (const session of sessions) session.close();
    },
  };
}

function isProtocolError(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_HTTP2_ERROR';
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  sink: RequestSink,
  limit: number,
) {
  const signal = SIGNALS.get(headers[':path'] ?? '') ?? null;
  const contentEncoding = String(headers['grpc-encoding'] ?? 'identity').toLowerCase();
  // A client may reset a refused call before its body is read. The stream is gone then.
  stream.on('error', () => {});
  try {
    if (signal === null) throw new Refusal('unknown-path', `no such method: ${headers[':path']}`);
    if (!headers['content-type']?.startsWith('application/grpc')) {
      throw new Refusal(
        'unsupported-media-type',
        `content type "${headers['content-type']}" is not application/grpc`,
      );
    }
    const body = readMessage(await readBody(stream, limit), contentEncoding, limit);
    sink.accept({ signal, protocol: 'grpc', contentEncoding, body });
    replyDone(stream);
  } catch (error) {
    const { kind, message } = asRefusal(error);
    sink.refuse({ signal, protocol: 'grpc', contentEncoding }, message);
    replyRefused(stream, STATUS_CODES[kind], message);
  }
}

function readMessage(frame: Buffer, contentEncoding: string, limit: number): Uint8Array {
  const length = frame.length < PREFIX_BYTES ? Number.NaN : frame.readUInt32BE(1);
  if (frame.length !== PREFIX_BYTES + length) {
    throw new Refusal('malformed', `expected one whole message, got ${frame.length} bytes`);
  }
  const isCompressed = frame[0] === 1;
  return decompress(frame.subarray(PREFIX_BYTES), isCompressed ? contentEncoding : 'identity', limit);
}

function replyDone(stream: ServerHttp2Stream): void {
  if (stream.closed || stream.destroyed) return;
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond(RESPONSE_HEADERS, { waitForTrailers: true });
  stream.end(EMPTY_MESSAGE);
}

function replyRefused(stream: ServerHttp2Stream, status: number, reason: string): void {
  if (stream.closed || stream.destroyed) return;
  const trailers = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(reason) };
  stream.respond({ ...RESPONSE_HEADERS, ...trailers }, { endStream: true });
}
