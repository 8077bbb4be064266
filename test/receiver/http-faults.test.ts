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

it.each<{ what: string; request: Post; status: number; reason: RegExp }>([
  {
    what: 'a truncated body',
    request: { body: SAMPLE.subarray(0, -9) },
    status: 400,
    reason: /not OTLP protobuf: index out of range/,
  },
  {
    what: 'a body of plain text',
    request: { body: Buffer.from('hello world') },
    status: 400,
    reason: /not OTLP protobuf/,
  },
  {
    what: 'half of a JSON document',
    request: { type: JSON_TYPE, body: Buffer.from('{"res') },
    status: 400,
    reason: /not JSON/,
  },
  {
    what: 'JSON of another shape',
    request: { type: JSON_TYPE, body: Buffer.from('{"resourceSpans":5}') },
    status: 400,
    reason: /not a list: 5/,
  },
  {
    what: 'JSON that is wrong in another script',
    request: { type: JSON_TYPE, body: Buffer.from('{"resourceSpans":"注文"}') },
    status: 400,
    reason: /not a list: "注文"/,
  },
  {
    what: 'protobuf sent as JSON',
    request: { type: JSON_TYPE, body: SAMPLE },
    status: 400,
    reason: /not JSON/,
  },
  {
    what: 'a body that is not gzip though it says so',
    request: { encoding: 'gzip' },
    status: 400,
    reason: /not gzip: incorrect header check/,
  },
  {
    what: 'a cut gzip body',
    request: { encoding: 'gzip', body: gzipSync(SAMPLE).subarray(0, -9) },
    status: 400,
    reason: /not gzip: unexpected end/,
  },
  {
    what: 'a path without a signal',
    request: { path: '/v1/spans' },
    status: 404,
    reason: /no such path, expected .v1.traces/,
  },
  { what: 'the base URL', request: { path: '/' }, status: 404, reason: /no such path/ },
  { what: 'a PUT', request: { method: 'PUT' }, status: 405, reason: /PUT is not POST/ },
  { what: 'an oversized body', request: { body: OVERSIZED }, status: 413, reason: /more than 100000 bytes/ },
  {
    what: 'a body much too large',
    request: { body: Buffer.alloc(5_000_000) },
    status: 413,
    reason: /more than 100000 bytes/,
  },
  {
    what: 'a large body on a path without a signal',
    request: { path: '/v2', body: Buffer.alloc(5_000_000) },
    status: 404,
    reason: /no such path/,
  },
  {
    what: 'a gzip bomb',
    request: { encoding: 'gzip', body: BOMB },
    status: 413,
    reason: /more than 100000 bytes/,
  },
  {
    what: 'a content type that is not OTLP',
    request: { type: 'text/plain' },
    status: 415,
    reason: /"text\/plain" is not one of application/,
  },
  {
    what: 'a content type that is a property of every object',
    request: { type: 'constructor' },
    status: 415,
    reason: /"constructor" is not/,
  },
  {
    what: 'an unknown encoding',
    request: { encoding: 'zstd' },
    status: 415,
    reason: /"zstd" is not one of identity, gzip, deflate/,
  },
  {
    what: 'two encodings',
    request: { encoding: 'gzip, gzip' },
    status: 415,
    reason: /"gzip, gzip" is not one of/,
  },
])(
  'over HTTP $what is refused with the reason, in the format of the request',
  async ({ request, status, reason }) => {
    const response = await post(receiver.httpUrl, request);
    expect(response.status).toBe(status);
    expect(response.type).toBe(request.type === undefined ? PROTOBUF : JSON_TYPE);
    expect(response.message).toMatch(reason);
    expect(receiver.requests.at(-1)).toMatchObject({ itemCount: 0, refusal: response.message });
  },
);

it.each<{ what: string; request: Post }>([
  { what: 'gzip', request: { encoding: 'gzip', body: gzipSync(SAMPLE) } },
  { what: 'deflate', request: { encoding: 'Deflate', body: deflateSync(SAMPLE) } },
  {
    what: 'a charset',
    request: {
      type: 'Application/JSON; charset=utf-8',
      body: Buffer.from(JSON.stringify(SAMPLE_REQUESTS.traces)),
    },
  },
  { what: 'a query string', request: { path: '/v1/traces?token=1' } },
  { what: 'an empty body', request: { body: new Uint8Array() } },
])('over HTTP a request with $what is taken', async ({ request }) => {
  expect(await post(receiver.httpUrl, request)).toMatchObject({ status: 200, message: '' });
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
