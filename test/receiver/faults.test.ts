import { type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/light.js';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { encodeSample, SAMPLE_REQUESTS } from './sample-requests.ts';

const LIMIT = 100_000;
const SAMPLE = Buffer.from(encodeSample('traces'));
const BOMB = gzipSync(Buffer.alloc(50_000_000));
const OVERSIZED = Buffer.alloc(LIMIT + 1);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ maxRequestBytes: LIMIT });
});
afterAll(() => receiver.close());

afterEach(async () => {
  const [spans, logs] = [receiver.spans.length, receiver.logs.length];
  expect(await post({})).toMatchObject({ status: 200 });
  expect(
    await exportOverGrpc({
      path: GRPC_PATH.replace('trace', 'logs').replace('Trace', 'Logs'),
      body: encodeSample('logs'),
    }),
  ).toMatchObject({ grpcStatus: '0' });
  expect([receiver.spans.length, receiver.logs.length]).toEqual([spans + 1, logs + 1]);
});

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

interface Post {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly body?: Uint8Array;
}

test.each<[string, Post, number, RegExp]>([
  ['a truncated body', { body: SAMPLE.subarray(0, -9) }, 400, /not OTLP protobuf: index out of range/],
  ['a text body', { body: Buffer.from('hello world') }, 400, /not OTLP protobuf/],
  ['half a JSON text', { type: JSON_TYPE, body: Buffer.from('{"res') }, 400, /not JSON/],
  [
    'JSON of another shape',
    { type: JSON_TYPE, body: Buffer.from('{"resourceSpans":5}') },
    400,
    /not a list: 5/,
  ],
  ['protobuf sent as JSON', { type: JSON_TYPE, body: SAMPLE }, 400, /not JSON/],
  [
    'a body that is not gzip though it says so',
    { encoding: 'gzip' },
    400,
    /not gzip: incorrect header check/,
  ],
  [
    'a cut gzip body',
    { encoding: 'gzip', body: gzipSync(SAMPLE).subarray(0, -9) },
    400,
    /not gzip: unexpected end/,
  ],
  ['a path without a signal', { path: '/v1/spans' }, 404, /no such path, expected .v1.traces/],
  ['the base URL', { path: '/' }, 404, /no such path/],
  ['a PUT', { method: 'PUT' }, 405, /PUT is not POST/],
  ['an oversized body', { body: OVERSIZED }, 413, /more than 100000 bytes/],
  ['a gzip bomb', { encoding: 'gzip', body: BOMB }, 413, /more than 100000 bytes/],
  ['a content type that is not OTLP', { type: 'text/plain' }, 415, /"text\/plain" is not one of application/],
  ['an unknown encoding', { encoding: 'zstd' }, 415, /"zstd" is not one of identity, gzip, deflate/],
  ['two encodings', { encoding: 'gzip, gzip' }, 415, /"gzip, gzip" is not one of/],
])(
  'over HTTP %s is refused with the reason, in the format of the request',
  async (_, options, status, reason) => {
    const response = await post(options);
    expect(response.status).toBe(status);
    expect(response.type).toBe(options.type === undefined ? PROTOBUF : JSON_TYPE);
    expect(response.message).toMatch(reason);
    expect(receiver.requests.at(-1)).toMatchObject({ itemCount: 0, refusal: response.message });
  },
);

test.each<[string, Post]>([
  ['gzip', { encoding: 'gzip', body: gzipSync(SAMPLE) }],
  ['deflate', { encoding: 'Deflate', body: deflateSync(SAMPLE) }],
  [
    'a charset',
    { type: 'Application/JSON; charset=utf-8', body: Buffer.from(JSON.stringify(SAMPLE_REQUESTS.traces)) },
  ],
  ['a query string', { path: '/v1/traces?token=1' }],
  ['an empty body', { body: new Uint8Array() }],
])('over HTTP a request with %s is taken', async (_, options) => {
  expect(await post(options)).toMatchObject({ status: 200, message: '' });
  expect(receiver.requests.at(-1)).toMatchObject({ refusal: null });
});

test('a 405 names the method and a 415 the encodings that are accepted', async () => {
  expect((await post({ method: 'PUT' })).headers.get('allow')).toBe('POST');
  expect((await post({ encoding: 'br' })).headers.get('accept-encoding')).toBe('identity, gzip, deflate');
});

test('a client that hangs up mid-body is noted', async () => {
  const head =
    'POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\ncontent-length: 99\r\n\r\n';
  const socket = connect(Number(new URL(receiver.httpUrl).port), '127.0.0.1', () => {
    socket.write(`${head}abc`, () => socket.destroy());
  });
  await receiver.waitFor(
    ({ requests }) => requests.at(-1)?.refusal === 'the connection was cut after 3 bytes',
  );
});

test('HTTP/2 spoken to the HTTP port is noted and answered with 400', async () => {
  const answer = await sendRaw(receiver.httpUrl, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(receiver.requests.at(-1)?.refusal).toMatch(/^not HTTP\/1.1: /);
});

test.each([
  ['HTTP/1.1', 'POST /v1/traces HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['garbage', '\0\u0001\u0002'.repeat(20)],
])('%s spoken to the gRPC port is noted and the connection ended', async (_, text) => {
  await sendRaw(receiver.grpcUrl, text);
  expect(receiver.requests.at(-1)?.refusal).toMatch(/^not HTTP\/2: /);
});

const GRPC_PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

interface Call {
  readonly path?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly body?: Uint8Array;
  /** What goes over the wire in place of the framed body. */
  readonly frame?: Uint8Array;
}

test.each<[string, Call, number, RegExp]>([
  ['a truncated message', { body: SAMPLE.subarray(0, -9) }, 3, /not OTLP protobuf/],
  ['a frame cut short', { frame: frame(SAMPLE).subarray(0, -9) }, 3, /expected one whole message/],
  ['no message', { frame: new Uint8Array() }, 3, /expected one whole message, got 0 bytes/],
  ['two messages', { frame: Buffer.concat([frame(SAMPLE), frame(SAMPLE)]) }, 3, /expected one whole message/],
  [
    'a message that is not gzip though it says so',
    { encoding: 'gzip', frame: frame(SAMPLE, 1) },
    3,
    /not gzip/,
  ],
  ['an oversized message', { body: OVERSIZED }, 8, /more than 100000 bytes/],
  ['a message much too large', { body: Buffer.alloc(5_000_000) }, 8, /more than 100000 bytes/],
  ['a gzip bomb', { encoding: 'gzip', frame: frame(BOMB, 1) }, 8, /more than 100000 bytes/],
  [
    'an unknown method',
    { path: '/opentelemetry.Unknown/Export' },
    12,
    /no such method: .opentelemetry.Unknown/,
  ],
  ['an unknown encoding', { encoding: 'zstd', frame: frame(SAMPLE, 1) }, 12, /"zstd" is not one of/],
  ['a content type that is not gRPC', { type: PROTOBUF }, 12, /is not application.grpc/],
])('over gRPC %s is refused with status and reason', async (_, call, status, reason) => {
  const response = await exportOverGrpc(call);
  expect(response).toEqual({ grpcStatus: String(status), message: expect.stringMatching(reason) });
  expect(receiver.requests.at(-1)).toMatchObject({ protocol: 'grpc', refusal: response.message });
});

test.each<[string, Call]>([
  ['gzip', { encoding: 'gzip', frame: frame(gzipSync(SAMPLE), 1) }],
  ['gzip announced but not used', { encoding: 'gzip' }],
])('over gRPC a message with %s is taken', async (_, call) => {
  expect(await exportOverGrpc(call)).toMatchObject({ grpcStatus: '0' });
});

test('a gRPC client that cancels its call is noted', async () => {
  const session = connectHttp2(receiver.grpcUrl);
  const stream = session.request({
    ':method': 'POST',
    ':path': GRPC_PATH,
    'content-type': 'application/grpc',
  });
  stream.on('error', () => {});
  stream.write(frame(SAMPLE).subarray(0, 7), () => stream.close(constants.NGHTTP2_CANCEL));
  await receiver.waitFor(
    ({ requests }) => requests.at(-1)?.refusal === 'expected one whole message, got 7 bytes',
  );
  session.destroy();
});

async function post({
  path = '/v1/traces',
  method = 'POST',
  type = PROTOBUF,
  encoding,
  body = SAMPLE,
}: Post) {
  const response = await fetch(`${receiver.httpUrl}${path}`, {
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

function frame(message: Uint8Array, compressed = 0): Buffer {
  const prefix = Buffer.from([compressed, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

async function exportOverGrpc({
  path = GRPC_PATH,
  type = 'application/grpc',
  encoding,
  body = SAMPLE,
  ...call
}: Call) {
  const session = connectHttp2(receiver.grpcUrl);
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

function sendRaw(url: string, text: string): Promise<string> {
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
