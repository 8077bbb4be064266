import { type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import protobuf from 'protobufjs/light.js';
import { encodeSample } from './sample-requests.ts';

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';
export const SAMPLE = Buffer.from(encodeSample('traces'));
export const GRPC_PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export interface Post {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly body?: Uint8Array;
}

/** Sends one request to a receiver's HTTP port: the sample spans in protobuf, but for what is given. */
export async function post(
  httpUrl: string,
  { path = '/v1/traces', method = 'POST', type = PROTOBUF, encoding, body = SAMPLE }: Post = {},
) {
  const response = await fetch(`${httpUrl}${path}`, {
    method,
    headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
    body: Buffer.from(body),
  });
  const reply = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type') === JSON_TYPE;
  return {
    status: response.status,
    headers: response.headers,
    type: response.headers.get('content-type'),
    message: isJson ? (JSON.parse(reply.toString()).message ?? '') : rpcStatusMessage(reply),
  };
}

function rpcStatusMessage(reply: Uint8Array): string {
  const status = new protobuf.Type('Status').add(new protobuf.Field('message', 2, 'string'));
  return status.toObject(status.decode(reply), { defaults: true }).message;
}

export interface Call {
  readonly path?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly body?: Uint8Array;
  /** What goes over the wire in place of the framed body. */
  readonly frame?: Uint8Array;
}

/** Makes one call to a receiver's gRPC port: the sample spans, but for what is given. */
export async function exportOverGrpc(
  grpcUrl: string,
  { path = GRPC_PATH, type = 'application/grpc', encoding, body = SAMPLE, ...call }: Call = {},
) {
  const session = connectHttp2(grpcUrl);
  const headers = { ':method': 'POST', ':path': path, 'content-type': type, te: 'trailers' };
  const stream = session.request({ ...headers, ...(encoding && { 'grpc-encoding': encoding }) });
  stream.end(call.frame ?? frame(body));
  const status = await grpcStatusOf(stream);
  session.destroy();
  return status;
}

function grpcStatusOf(stream: ClientHttp2Stream) {
  return new Promise<{ grpcStatus: unknown; message: string }>((resolve, reject) => {
    const look = (headers: Record<string, unknown>) => {
      if (headers['grpc-status'] === undefined) return;
      const message = decodeURIComponent(String(headers['grpc-message'] ?? ''));
      resolve({ grpcStatus: headers['grpc-status'], message });
    };
    stream.on('response', look).on('trailers', look).on('error', reject).resume();
  });
}

/** A gRPC message as it goes over the wire. */
export function frame(message: Uint8Array, compressed = 0): Buffer {
  const prefix = Buffer.from([compressed, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Writes text to a port and resolves with all that comes back before the connection ends. */
export function sendRaw(url: string, text: string): Promise<string> {
  return new Promise(resolve => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', chunk => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
