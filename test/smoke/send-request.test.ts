import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/command-line/request.ts';
import { send } from '../../src/smoke/send-request.ts';

describe('send', () => {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/cut') return response.destroy();
    seen.push({ request, body: await text(request) });
    response.statusCode = 503;
    response.end('later');
  });
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const sendTo = (path: string, written = 'GET /', timeout = 5000) =>
    send(parseRequest(written), [`${origin}${path}`], timeout);

  it('takes any answer for an answer', async () => {
    expect(await sendTo('/')).toMatchObject({ status: 503, error: null });
  });

  it('sends headers and body, as JSON unless they say otherwise', async () => {
    await sendTo('/', 'POST / {"item": 7}');
    await sendTo('/', 'POST /\ncontent-type: text/plain\nx-tenant: acme\n\nseven');
    const [json, plain] = seen.slice(-2);
    expect(json).toMatchObject({
      body: '{"item": 7}',
      request: { headers: { 'content-type': 'application/json' } },
    });
    expect(plain).toMatchObject({
      body: 'seven',
      request: { method: 'POST', headers: { 'content-type': 'text/plain', 'x-tenant': 'acme' } },
    });
  });

  it('says why no answer came, and never waits longer than it may', async () => {
    expect(await sendTo('/cut')).toMatchObject({
      status: null,
      error: 'socket hang up',
    });
    expect(await sendTo('/never', 'GET /', 50)).toMatchObject({ error: 'no answer within 50 ms' });
    const refused = await send(parseRequest('GET /'), ['http://127.0.0.1:1/'], 5000);
    expect(refused).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') });
  });

  it('asks the next address only if nothing listens at the one before', async () => {
    const ask = (...urls: string[]) => send(parseRequest('POST /'), urls, 5000);
    const url = `${origin}/cut`;
    expect(await ask('http://127.0.0.1:1/', `${origin}/`)).toMatchObject({ url: `${origin}/`, status: 503 });
    expect(await ask(url, `${origin}/`)).toMatchObject({ url, status: null });
  });
});

/** A self-signed certificate, as servers have while they are developed. */
const readPem = (name: string) => readFileSync(`${import.meta.dirname}/../fixtures/tls/${name}`);
const TLS = { cert: readPem('server.pem'), key: readPem('server.key') };

type Listener = (
  request: IncomingMessage | http2.Http2ServerRequest,
  response: { statusCode: number; end(): void },
) => void;

const SERVERS: readonly {
  readonly what: string;
  readonly create: (listener: Listener) => Server;
  readonly version: string;
  readonly scheme: string;
}[] = [
  { what: 'TLS', create: listener => https.createServer(TLS, listener), version: '1.1', scheme: 'https' },
  { what: 'HTTP/2', create: listener => http2.createServer(listener), version: '2.0', scheme: 'http' },
  {
    what: 'HTTP/2 over TLS',
    create: listener => http2.createSecureServer(TLS, listener),
    version: '2.0',
    scheme: 'https',
  },
];

describe.each(SERVERS)('a server that speaks $what alone', ({ create, version, scheme }) => {
  const asked: string[] = [];
  const server = create(async (request, response) => {
    asked.push([request.httpVersion, request.method, request.url, await text(request)].join(' '));
    response.statusCode = 201;
    response.end();
  });
  let place = '';
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    place = `//127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it.each([
    { written: 'GET /orders?id=7', got: 'GET /orders?id=7 ' },
    { written: 'POST /orders\nconnection: close\nx-tenant: acme\n\nseven', got: 'POST /orders seven' },
  ])('answers $written, asked once', async ({ written, got }) => {
    asked.length = 0;
    const request = parseRequest(written);
    const result = await send(request, [`http:${place}${request.url}`], 5000);
    expect(result).toMatchObject({ status: 201, error: null, url: `${scheme}:${place}${request.url}` });
    expect(asked).toEqual([`${version} ${got}`]);
  });

  it('answers a full URL', async () => {
    const request = parseRequest(`GET ${scheme}:${place}/health`);
    expect(await send(request, [request.url], 5000)).toMatchObject({ status: 201, url: request.url });
  });
});
