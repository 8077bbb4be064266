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

it.each<[string, Call, number, RegExp]>([
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
  [
    'a large message for an unknown method',
    { path: '/Unknown/Export', body: Buffer.alloc(5_000_000) },
    12,
    /no such method/,
  ],
  ['an unknown encoding', { encoding: 'zstd', frame: frame(SAMPLE, 1) }, 12, /"zstd" is not one of/],
  ['a content type that is not gRPC', { type: PROTOBUF }, 12, /is not application.grpc/],
])('over gRPC %s is refused with status and reason', async (_, call, status, reason) => {
  const response = await exportOverGrpc(receiver.grpcUrl, call);
  expect(response).toEqual({ grpcStatus: String(status), message: expect.stringMatching(reason) });
  expect(receiver.requests.at(-1)).toMatchObject({ protocol: 'grpc', refusal: response.message });
});

it.each<[string, Call]>([
  ['gzip', { encoding: 'gzip', frame: frame(gzipSync(SAMPLE), 1) }],
  ['gzip announced but not used', { encoding: 'gzip' }],
])('over gRPC a message with %s is taken', async (_, call) => {
  expect(await exportOverGrpc(receiver.grpcUrl, call)).toMatchObject({ grpcStatus: '0' });
});

it.each([
  ['half', frame(SAMPLE).subarray(0, 7)],
  ['the whole', frame(SAMPLE)],
])(
  'a call whose connection is cut when %s message was sent is noted, and brings nothing',
  async (_, sent) => {
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
  ['HTTP/1.1', 'POST /v1/traces HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['garbage', '\0\u0001\u0002'.repeat(20)],
])('%s spoken to the gRPC port is noted and the connection ended', async (_, text) => {
  await sendRaw(receiver.grpcUrl, text);
  expect(receiver.requests.at(-1)?.refusal).toMatch(/^not HTTP\/2: /);
});
