import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseEndpoint } from '../../../src/config/parse/endpoint.ts';
import { parseHeaders } from '../../../src/config/parse/headers.ts';
import { parseResourceAttributes } from '../../../src/config/parse/resource-attributes.ts';
import { isQuoted, parseBoolean, parseList, parseNumber } from '../../../src/config/parse/values.ts';

const require = createRequire(import.meta.url);
const { parseKeyPairsIntoRecord } = require('@opentelemetry/core');
const { resourceAttributesEnvDetector } = require('@opentelemetry/resources');

afterEach(() => vi.unstubAllEnvs());

it.each([
  { text: 'true', boolean: true },
  { text: ' TRUE ', boolean: true },
  { text: 'False', boolean: false },
  { text: '1', boolean: undefined },
  { text: 'yes', boolean: undefined },
  { text: '', boolean: undefined },
  { text: undefined, boolean: undefined },
])('reads $text as the boolean $boolean', ({ text, boolean }) => {
  expect(parseBoolean(text)).toBe(boolean);
});

it.each([
  { text: '10', range: {}, number: 10 },
  { text: ' 1e3 ', range: {}, number: 1000 },
  { text: '5s', range: {}, number: undefined },
  { text: '', range: {}, number: undefined },
  { text: 'Infinity', range: {}, number: undefined },
  { text: 'NaN', range: {}, number: undefined },
  { text: '0', range: { min: 0 }, number: 0 },
  { text: '0', range: { min: 1 }, number: undefined },
  { text: '1', range: { max: 1 }, number: 1 },
  { text: '1.1', range: { max: 1 }, number: undefined },
])('reads the number in $text within $range', ({ text, range, number }) => {
  expect(parseNumber(text, range)).toBe(number);
});

it.each([
  { text: 'a, b,,c ', list: ['a', 'b', 'c'] },
  { text: ' , ', list: [] },
  { text: ' ', list: undefined },
  { text: undefined, list: undefined },
])('reads $text as the list $list', ({ text, list }) => {
  expect(parseList(text)).toEqual(list);
});

it.each([
  { text: '"a"', quoted: true },
  { text: " 'a", quoted: true },
  { text: 'a"', quoted: true },
  { text: 'a"b', quoted: false },
])('tells whether $text is quoted: $quoted', ({ text, quoted }) => {
  expect(isQuoted(text)).toBe(quoted);
});

describe('headers', () => {
  const values = [
    ...[
      'a=b',
      'a=b,c=d',
      ' a = b , c = d ',
      'a=b,',
      'a=b=c',
      'a=b%20c',
      'Authorization=Basic x==',
      'a%2Db=c',
      '',
    ],
    ...['a', '=b', 'a=', 'a=%', '%=a', 'a=b,c', 'a=b,c=%', 'a=b,,c=d', 'a=%20'],
  ];

  it.each(values)('in %o are those that the SDK sends', value => {
    expect(parseHeaders(value).headers).toEqual(parseKeyPairsIntoRecord(value));
  });

  it.each(values)('in %o have a problem where the SDK loses one', value => {
    const entries = value.split(',').filter(entry => entry.trim() !== '').length;
    const lost = entries - Object.keys(parseKeyPairsIntoRecord(value)).length;
    expect(parseHeaders(value).problems).toHaveLength(lost);
  });

  it.each([
    { text: 'a=b, c', position: 2, problem: 'equals-sign' },
    { text: 'a=b, c: d', position: 2, problem: 'colon' },
    { text: ' { "a": "b=c", "d": "e" }', position: 1, problem: 'json' },
    { text: 'a: b=', position: 1, problem: 'value-empty' },
    { text: 'a: b=c', position: 1, problem: 'name' },
    { text: '=c', position: 1, problem: 'name' },
    { text: 'a=b;c', position: 1, problem: 'semicolon' },
    { text: 'a=%zz', position: 1, problem: 'percent' },
    { text: 'a=b%0Ac', position: 1, problem: 'value-characters' },
  ])('in $text have the problem $problem at $position', ({ text, position, problem }) => {
    expect(parseHeaders(text).problems).toEqual([{ position, problem }]);
  });
});

describe('resource attributes', () => {
  it.each([
    ...['a=b', 'a=b,c=d', ' a = b ,', 'a=', 'a=%2C%3D', 'a.b=c', '"a=b"', ''],
    ...[
      'a',
      '=b',
      'a=b=c',
      'a=%',
      'a=b,c',
      `a=${'x'.repeat(256)}`,
      `${'x'.repeat(256)}=a`,
      `a=${'x'.repeat(255)}`,
    ],
  ])('in %o are those that the SDK reads', value => {
    vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', value);
    const parsed = parseResourceAttributes(value);
    expect(parsed.ok ? parsed.attributes : {}).toEqual(resourceAttributesEnvDetector.detect().attributes);
  });

  it.each([
    { text: 'a=b,c', position: 2, problem: 'equals-sign' },
    { text: 'a=b=c', position: 1, problem: 'equals-sign' },
    { text: '=b', position: 1, problem: 'key-empty' },
    { text: 'a=%', position: 1, problem: 'percent' },
    { text: `a=${'x'.repeat(256)}`, position: 1, problem: 'too-long' },
  ])('in $text have the problem $problem at $position', ({ text, position, problem }) => {
    expect(parseResourceAttributes(text)).toEqual({ ok: false, position, problem });
  });
});

it.each([
  { text: 'http://c:4318', protocol: 'http/protobuf', reading: 'http://c:4318/' },
  { text: 'HTTPS://c', protocol: 'http/json', reading: 'https://c/' },
  { text: 'c:4317', protocol: 'grpc', reading: 'https://c:4317/' },
  { text: 'localhost:4318', protocol: 'http/protobuf', reading: 'no-scheme' },
  { text: '10.0.0.1:4318', protocol: 'http/protobuf', reading: 'no-scheme' },
  { text: '[::1]:4318', protocol: 'http/protobuf', reading: 'no-scheme' },
  { text: 'collector', protocol: 'http/protobuf', reading: 'no-scheme' },
  { text: 'ftp://c', protocol: 'http/protobuf', reading: 'scheme' },
  { text: 'http://c d', protocol: 'http/protobuf', reading: 'no-url' },
  { text: 'http://c:99999', protocol: 'http/protobuf', reading: 'no-url' },
  { text: "'http://c'", protocol: 'grpc', reading: 'quoted' },
  { text: '$(HOST):4317', protocol: 'grpc', reading: 'unexpanded' },
])('reads the endpoint $text over $protocol as $reading', ({ text, protocol, reading }) => {
  const parsed = parseEndpoint(text, protocol);
  expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(reading);
});
