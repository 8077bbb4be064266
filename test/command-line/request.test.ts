import { describe, expect, it } from 'vitest';
import { loopbackPort, parseRequest, type SmokeRequest } from '../../src/command-line/request.ts';

const READ: readonly { text: string; request: Partial<SmokeRequest> }[] = [
  { text: 'GET /orders/7', request: { method: 'GET', url: '/orders/7', headers: {}, body: undefined } },
  {
    text: '  get   http://127.0.0.1:3000/x?a=b  ',
    request: { method: 'GET', url: 'http://127.0.0.1:3000/x?a=b' },
  },
  { text: 'POST /orders {"item": 7}', request: { url: '/orders', body: '{"item": 7}' } },
  { text: 'POST /orders {\n  "item": 7\n}', request: { body: '{\n  "item": 7\n}' } },
  { text: 'POST /orders\n{"item": 7}', request: { headers: {}, body: '{"item": 7}' } },
  { text: 'GET /orders\nX-Tenant: acme', request: { headers: { 'x-tenant': 'acme' }, body: undefined } },
  {
    text: 'PUT /orders\nContent-Type: text/plain\nx-time: 10:30\n\ntwo\n\nlines: of text',
    request: { headers: { 'content-type': 'text/plain', 'x-time': '10:30' }, body: 'two\n\nlines: of text' },
  },
  {
    text: 'POST /orders\r\nx-tenant: acme\r\n\r\n{}',
    request: { headers: { 'x-tenant': 'acme' }, body: '{}' },
  },
  { text: '/orders/7', request: { method: 'GET', url: '/orders/7', body: undefined, expected: undefined } },
  { text: 'http://127.0.0.1/', request: { method: 'GET', url: 'http://127.0.0.1/' } },
  { text: 'GET /nope => 404', request: { method: 'GET', url: '/nope', body: undefined, expected: '404' } },
  { text: '/nope =>404', request: { method: 'GET', url: '/nope', expected: '404' } },
  { text: 'DELETE /orders/7 => 4XX', request: { method: 'DELETE', expected: '4xx' } },
  { text: 'POST /orders {"item": 7} => 201', request: { body: '{"item": 7}', expected: '201' } },
  { text: 'POST /orders {"rule": "a => b"}', request: { body: '{"rule": "a => b"}', expected: undefined } },
  {
    text: 'POST /orders {"rule":\n "a => 200"}',
    request: { body: '{"rule":\n "a => 200"}', expected: undefined },
  },
  {
    text: 'POST /orders => 201\nx-tenant: acme\n\n{"item": 7}',
    request: { headers: { 'x-tenant': 'acme' }, body: '{"item": 7}', expected: '201' },
  },
];

describe('parseRequest', () => {
  it.each(READ)('reads $text', ({ text, request }) => {
    expect(parseRequest(text)).toMatchObject(request);
  });

  it.each(['', 'GET', 'GET orders', 'GET ftp://127.0.0.1/', 'GET http://:x/'])(
    'says what is accepted instead of %j',
    written => {
      expect(() => parseRequest(written)).toThrow(/write "<METHOD> <url> \[body\]"/);
    },
  );
});

it.each([
  {
    written: 'GET',
    says: '"GET" is not a request, but a method: put the whole request in quotes, "GET /health"; write',
  },
  { written: 'GET orders', says: 'a path begins with a slash, "/orders"; write' },
  { written: 'orders/7?a=b', says: 'a path begins with a slash, "/orders/7?a=b"; write' },
  {
    written: 'localhost:3000/orders',
    says: 'an address begins with http://, "http://localhost:3000/orders"; write',
  },
])('says what is wrong with $written', ({ written, says }) => {
  expect(() => parseRequest(written)).toThrow(says);
});

it.each([
  { written: 'PST /orders', says: 'PST is not an HTTP method; write "POST /orders"' },
  { written: 'xyzzy /orders', says: 'xyzzy is not an HTTP method; write "GET /orders"' },
])('names the method that is meant by $written', ({ written, says }) => {
  expect(() => parseRequest(written)).toThrow(says);
});

it.each(['GET /nope => 40', 'GET /nope => not found', '/nope =>', 'GET /nope => 700'])(
  'says what comes after the arrow of %j',
  written => {
    expect(() => parseRequest(written)).toThrow(/write the expected status after =>, such as 404/);
  },
);

it.each([
  { url: 'http://localhost/', port: 80 },
  { url: 'https://127.0.0.1/', port: 443 },
  { url: 'http://[::1]:3000/', port: 3000 },
  { url: 'http://shop.example:3000/', port: undefined },
  { url: '/orders', port: undefined },
])('loopbackPort of $url is $port', ({ url, port }) => {
  expect(loopbackPort(url)).toBe(port);
});
