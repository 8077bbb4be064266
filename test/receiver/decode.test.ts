import { expect, it } from 'vitest';
import { decodeRequest, type Format } from '../../src/receiver/decode.ts';
import { flattenRequest } from '../../src/receiver/flatten.ts';
import type { Signal } from '../../src/shared/signal.ts';
import { encodeSample } from './sample-requests.ts';

it.each<[string, Signal, Format, Uint8Array, RegExp]>([
  ['log records where spans belong', 'traces', 'protobuf', encodeSample('logs'), /is not|index out of range/],
  ['spans where log records belong', 'logs', 'protobuf', encodeSample('traces'), /is not|index out of range/],
  [
    'a truncated message',
    'traces',
    'protobuf',
    encodeSample('traces').subarray(0, -9),
    /not OTLP protobuf: index/,
  ],
  ['text', 'traces', 'protobuf', Buffer.from('hello world'), /not OTLP protobuf/],
  ['half a JSON text', 'traces', 'json', Buffer.from('{"resourceSpans":['), /not JSON: /],
  ['a JSON list', 'traces', 'json', Buffer.from('[]'), /expected an object/],
  ['JSON that is not UTF-8', 'traces', 'json', Buffer.from([0x22, 0xff, 0x22]), /not JSON: /],
  ['nesting without end', 'logs', 'json', Buffer.from('['.repeat(500_000)), /not JSON: /],
])('%s is refused', (_, signal, format, body, message) => {
  expect(() => flattenRequest(signal, decodeRequest(signal, format, body))).toThrow(message);
});

it('an empty protobuf body is a request with nothing in it', () => {
  const request = decodeRequest('traces', 'protobuf', new Uint8Array());
  expect(flattenRequest('traces', request)).toEqual({ spans: [], logs: [], metricPoints: [] });
});
