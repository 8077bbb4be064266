import { connect as connectHttp2 } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { type Call, exportOverGrpc, frame, GRPC_PATH, PROTOBUF, SAMPLE, sendRaw } from './raw-clients.ts';

const LIMIT = 100_000;
const BOMB = gzipSync(Buffer.alloc(50_000_000));
const OVERSIZED = Buffer.alloc(LIMIT + 1);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ maxRequestBytes: LIMIT });
});
afterAll(() => receiver.close());

afterEach(async () => {
  const before = receiver.spans.length;
  expect(await exportOverGrpc(receiver.grpcUrl)).toMatchObject({ grpcStatus: '0' });
  expect(receiver.spans.length).toBe(before + 1);
});

it.each<{ what: string; call: Call; status: number; reason: RegExp }>([
  {
    what: 'a truncated message',
    call: { body: SAMPLE.subarray(0, -9) },
    status: 3,
    reason: /not OTLP protobuf/,
  },
  {
    what: 'a frame cut short',
    call: { frame: frame(SAMPLE).subarray(0, -9) },
    status: 3,
    reason: /expected one whole message/,
  },
  {
    what: 'no message',
    call: { frame: new Uint8Array() },
    status: 3,
    reason: /expected one whole message, got 0 bytes/,
  },
  {
    what: 'two messages',
    call: { frame: Buffer.concat([frame(SAMPLE), frame(SAMPLE)]) },
    status: 3,
    reason: /expected one whole message/,
  },
  {
    what: 'a message that is not gzip though it says so',
    call: { encoding: 'gzip', frame: frame(SAMPLE, 1) },
    status: 3,
    reason: /not gzip/,
  },
  { what: 'an oversized message', call: { body: OVERSIZED }, status: 8, reason: /more than 100000 bytes/ },
  {
    what: 'a message much too large',
    call: { body: Buffer.alloc(5_000_000) },
    status: 8,
    reason: /more than 100000 bytes/,
  },
  {
    what: 'a gzip bomb',
    call: { encoding: 'gzip', frame: frame(BOMB, 1) },
    status: 8,
    reason: /more than 100000 bytes/,
  },
  {
    what: 'an unknown method',
    call: { path: '/opentelemetry.Unknown/Export' },
    status: 12,
    reason: /no such method: .opentelemetry.Unknown/,
  },
  {
    what: 'a large message for an unknown method',
    call: { path: '/Unknown/Export', body: Buffer.alloc(5_000_000) },
    status: 12,
    reason: /no such method/,
  },
  {
    what: 'an unknown encoding',
    call: { encoding: 'zstd', frame: frame(SAMPLE, 1) },
    status: 12,
    reason: /"zstd" is not one of/,
  },
  {
    what: 'a content type that is not gRPC',
    call: { type: PROTOBUF },
    status: 12,
    reason: /is not application.grpc/,
  },
])('over gRPC $what is refused with status and reason', async ({ call, status, reason }) => {
  const response = await exportOverGrpc(receiver.grpcUrl, call);
  expect(response).toEqual({ grpcStatus: String(status), message: expect.stringMatching(reason) });
  expect(receiver.requests.at(-1)).toMatchObject({ protocol: 'grpc', refusal: response.message });
});

it.each<{ what: string; call: Call }>([
  { what: 'gzip', call: { encoding: 'gzip', frame: frame(gzipSync(SAMPLE), 1) } },
  { what: 'gzip announced but not used', call: { encoding: 'gzip' } },
])('over gRPC a message with $what is taken', async ({ call }) => {
  expect(await exportOverGrpc(receiver.grpcUrl, call)).toMatchObject({ grpcStatus: '0' });
});

it.each([
  { part: 'half', sent: frame(SAMPLE).subarray(0, 7) },
  { part: 'the whole', sent: frame(SAMPLE) },
])(
  'a call whose connection is cut when $part of its message was sent is noted, and brings nothing',
  async ({ sent }) => {
    const before = receiver.spans.length;
    const session = connectHttp2(receiver.grpcUrl);
    const stream = session.request({
      ':method': 'POST',
      ':path': GRPC_PATH,
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {});
    stream.write(sent, () => session.destroy());
    const reason = `the request was cut off after ${sent.length} bytes`;
    await receiver.waitFor(({ requests }) => requests.at(-1)?.refusal === reason);
    expect(receiver.spans.length).toBe(before);
  },
);

it.each([
  { what: 'HTTP/1.1', text: 'POST /v1/traces HTTP/1.1\r\nhost: a\r\n\r\n' },
  { what: 'garbage', text: '\0\u0001\u0002'.repeat(20) },
])('$what on the gRPC port is noted, and the connection is ended', async ({ text }) => {
  await sendRaw(receiver.grpcUrl, text);
  expect(receiver.requests.at(-1)?.refusal).toMatch(/^not HTTP\/2: /);
});
