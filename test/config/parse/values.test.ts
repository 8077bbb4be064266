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
  ['true', true],
  [' TRUE ', true],
  ['False', false],
  ['1', undefined],
  ['yes', undefined],
  ['', undefined],
  [undefined, undefined],
])('the boolean in %o is %s', (value, expected) => {
  expect(parseBoolean(value)).toBe(expected);
});

it.each([
  ['10', {}, 10],
  [' 1e3 ', {}, 1000],
  ['5s', {}, undefined],
  ['', {}, undefined],
  ['Infinity', {}, undefined],
  ['NaN', {}, undefined],
  ['0', { min: 0 }, 0],
  ['0', { min: 1 }, undefined],
  ['1', { max: 1 }, 1],
  ['1.1', { max: 1 }, undefined],
])('the number in %o within %o is %s', (value, range, expected) => {
  expect(parseNumber(value, range)).toBe(expected);
});

it.each([
  ['a, b,,c ', ['a', 'b', 'c']],
  [' , ', []],
  [' ', undefined],
  [undefined, undefined],
])('the list in %o is %o', (value, expected) => {
  expect(parseList(value)).toEqual(expected);
});

it.each([
  ['"a"', true],
  [" 'a", true],
  ['a"', true],
  ['a"b', false],
])('that %o is quoted is %s', (value, expected) => {
  expect(isQuoted(value)).toBe(expected);
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
    ['a=b, c', { position: 2, problem: 'equals-sign' }],
    ['a: b=', { position: 1, problem: 'value-empty' }],
    ['a: b=c', { position: 1, problem: 'name' }],
    ['=c', { position: 1, problem: 'name' }],
    ['a=b;c', { position: 1, problem: 'semicolon' }],
    ['a=%zz', { position: 1, problem: 'percent' }],
    ['a=b%0Ac', { position: 1, problem: 'value-characters' }],
  ])('in %o have the problem %o', (value, expected) => {
    expect(parseHeaders(value).problems).toEqual([expected]);
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
    ['a=b,c', { position: 2, problem: 'equals-sign' }],
    ['a=b=c', { position: 1, problem: 'equals-sign' }],
    ['=b', { position: 1, problem: 'key-empty' }],
    ['a=%', { position: 1, problem: 'percent' }],
    [`a=${'x'.repeat(256)}`, { position: 1, problem: 'too-long' }],
  ])('in %o have the problem %o', (value, expected) => {
    expect(parseResourceAttributes(value)).toEqual({ ok: false, ...expected });
  });
});

it.each([
  ['http://c:4318', 'http/protobuf', 'http://c:4318/'],
  ['HTTPS://c', 'http/json', 'https://c/'],
  ['c:4317', 'grpc', 'https://c:4317/'],
  ['localhost:4318', 'http/protobuf', 'no-scheme'],
  ['10.0.0.1:4318', 'http/protobuf', 'no-scheme'],
  ['[::1]:4318', 'http/protobuf', 'no-scheme'],
  ['collector', 'http/protobuf', 'no-scheme'],
  ['ftp://c', 'http/protobuf', 'scheme'],
  ['http://c d', 'http/protobuf', 'no-url'],
  ['http://c:99999', 'http/protobuf', 'no-url'],
  ["'http://c'", 'grpc', 'quoted'],
  ['$(HOST):4317', 'grpc', 'unexpanded'],
])('the endpoint %o over %s is %s', (value, protocol, expected) => {
  const parsed = parseEndpoint(value, protocol);
  expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(expected);
});
