import { expect, it } from 'vitest';
import { decodeRequest, type Format } from '../../src/receiver/decode.ts';
import { flattenRequest } from '../../src/receiver/flatten.ts';
import type { Signal } from '../../src/shared/signal.ts';
import { encodeSample } from './sample-requests.ts';

it.each<{ what: string; signal: Signal; format: Format; body: Uint8Array; says: RegExp }>([
  {
    what: 'log records where spans belong',
    signal: 'traces',
    format: 'protobuf',
    body: encodeSample('logs'),
    says: /is not|index out of range/,
  },
  {
    what: 'spans where log records belong',
    signal: 'logs',
    format: 'protobuf',
    body: encodeSample('traces'),
    says: /is not|index out of range/,
  },
  {
    what: 'a truncated message',
    signal: 'traces',
    format: 'protobuf',
    body: encodeSample('traces').subarray(0, -9),
    says: /not OTLP protobuf: index/,
  },
  {
    what: 'plain text',
    signal: 'traces',
    format: 'protobuf',
    body: Buffer.from('hello world'),
    says: /not OTLP protobuf/,
  },
  {
    what: 'half of a JSON document',
    signal: 'traces',
    format: 'json',
    body: Buffer.from('{"resourceSpans":['),
    says: /not JSON: /,
  },
  {
    what: 'a JSON list',
    signal: 'traces',
    format: 'json',
    body: Buffer.from('[]'),
    says: /expected an object/,
  },
  {
    what: 'JSON that is not UTF-8',
    signal: 'traces',
    format: 'json',
    body: Buffer.from([0x22, 0xff, 0x22]),
    says: /not JSON: /,
  },
  {
    what: 'nesting without end',
    signal: 'logs',
    format: 'json',
    body: Buffer.from('['.repeat(500_000)),
    says: /not JSON: /,
  },
])('refuses $what', ({ signal, format, body, says }) => {
  expect(() => flattenRequest(signal, decodeRequest(signal, format, body))).toThrow(says);
});

it('an empty protobuf body is a request with nothing in it', () => {
  const request = decodeRequest('traces', 'protobuf', new Uint8Array());
  expect(flattenRequest('traces', request)).toEqual({ spans: [], logs: [], metricPoints: [] });
});
