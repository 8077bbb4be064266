import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { JSON_TYPE, type Post, PROTOBUF, post, SAMPLE, sendRaw } from './raw-clients.ts';
import { SAMPLE_REQUESTS } from './sample-requests.ts';

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
  expect(await post(receiver.httpUrl)).toMatchObject({ status: 200 });
  expect(receiver.spans.length).toBe(before + 1);
});

it.each<[string, Post, number, RegExp]>([
  ['a truncated body', { body: SAMPLE.subarray(0, -9) }, 400, /not OTLP protobuf: index out of range/],
  ['a text body', { body: Buffer.from('hello world') }, 400, /not OTLP protobuf/],
  ['half a JSON text', { type: JSON_TYPE, body: Buffer.from('{"res') }, 400, /not JSON/],
  [
    'JSON of another shape',
    { type: JSON_TYPE, body: Buffer.from('{"resourceSpans":5}') },
    400,
    /not a list: 5/,
  ],
  [
    'JSON that is wrong in another script',
    { type: JSON_TYPE, body: Buffer.from('{"resourceSpans":"注文"}') },
    400,
    /not a list: "注文"/,
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
  ['a body much too large', { body: Buffer.alloc(5_000_000) }, 413, /more than 100000 bytes/],
  ['a large body for no signal', { path: '/v2', body: Buffer.alloc(5_000_000) }, 404, /no such path/],
  ['a gzip bomb', { encoding: 'gzip', body: BOMB }, 413, /more than 100000 bytes/],
  ['a content type that is not OTLP', { type: 'text/plain' }, 415, /"text\/plain" is not one of application/],
  ['a content type that is a property of every object', { type: 'constructor' }, 415, /"constructor" is not/],
  ['an unknown encoding', { encoding: 'zstd' }, 415, /"zstd" is not one of identity, gzip, deflate/],
  ['two encodings', { encoding: 'gzip, gzip' }, 415, /"gzip, gzip" is not one of/],
])(
  'over HTTP %s is refused with the reason, in the format of the request',
  async (_, options, status, reason) => {
    const response = await post(receiver.httpUrl, options);
    expect(response.status).toBe(status);
    expect(response.type).toBe(options.type === undefined ? PROTOBUF : JSON_TYPE);
    expect(response.message).toMatch(reason);
    expect(receiver.requests.at(-1)).toMatchObject({ itemCount: 0, refusal: response.message });
  },
);

it.each<[string, Post]>([
  ['gzip', { encoding: 'gzip', body: gzipSync(SAMPLE) }],
  ['deflate', { encoding: 'Deflate', body: deflateSync(SAMPLE) }],
  [
    'a charset',
    { type: 'Application/JSON; charset=utf-8', body: Buffer.from(JSON.stringify(SAMPLE_REQUESTS.traces)) },
  ],
  ['a query string', { path: '/v1/traces?token=1' }],
  ['an empty body', { body: new Uint8Array() }],
])('over HTTP a request with %s is taken', async (_, options) => {
  expect(await post(receiver.httpUrl, options)).toMatchObject({ status: 200, message: '' });
  expect(receiver.requests.at(-1)).toMatchObject({ refusal: null });
});

it('a 405 names the method and a 415 the encodings that are accepted', async () => {
  expect((await post(receiver.httpUrl, { method: 'PUT' })).headers.get('allow')).toBe('POST');
  expect((await post(receiver.httpUrl, { encoding: 'br' })).headers.get('accept-encoding')).toBe(
    'identity, gzip, deflate',
  );
});

it('a client that hangs up mid-body is noted', async () => {
  const head =
    'POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\ncontent-length: 99\r\n\r\n';
  const socket = connect(Number(new URL(receiver.httpUrl).port), '127.0.0.1', () => {
    socket.write(`${head}abc`, () => socket.destroy());
  });
  await receiver.waitFor(
    ({ requests }) => requests.at(-1)?.refusal === 'the request was cut off after 3 bytes',
  );
});

it('HTTP/2 spoken to the HTTP port is noted and answered with 400', async () => {
  const answer = await sendRaw(receiver.httpUrl, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(receiver.requests.at(-1)?.refusal).toMatch(/^not HTTP\/1.1: /);
});
