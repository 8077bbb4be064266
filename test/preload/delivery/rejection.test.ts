import { describe, expect, it } from 'vitest';
import { readRejection } from '../../../src/preload/delivery/rejection.ts';

const text = (value: string) => new TextEncoder().encode(value);
const json = (value: unknown) => text(JSON.stringify(value));
const JSON_TYPE = 'application/json; charset=utf-8';

/** An encoded answer: a partial success with this many rejected items and a message. */
function protobuf(rejected: number[], message: string): Uint8Array {
  const encoded = text(message);
  const partial = [0x08, ...rejected, 0x12, encoded.length, ...encoded];
  return Uint8Array.of(0x0a, partial.length, ...partial);
}

describe('an answer of a collector', () => {
  it.each([
    {
      name: 'protobuf',
      answer: protobuf([3], 'too old'),
      items: 3,
      reason: 'the collector rejected 3: too old',
    },
    {
      name: 'protobuf with a large number',
      answer: protobuf([0xac, 0x02], ''),
      items: 300,
      reason: 'the collector rejected 300',
    },
    {
      name: 'protobuf with control characters',
      answer: protobuf([1], 'a\u001b[2J\nb'),
      items: 1,
      reason: 'the collector rejected 1: a [2J b',
    },
    {
      name: 'JSON of spans',
      type: JSON_TYPE,
      answer: json({ partialSuccess: { rejectedSpans: '2', errorMessage: 'no' } }),
      items: 2,
      reason: 'the collector rejected 2: no',
    },
    {
      name: 'JSON of records',
      type: JSON_TYPE,
      answer: json({ partialSuccess: { rejectedLogRecords: 2 } }),
      items: 2,
      reason: 'the collector rejected 2',
    },
    {
      name: 'JSON of data points',
      type: JSON_TYPE,
      answer: json({ partialSuccess: { rejectedDataPoints: '7' } }),
      items: 7,
      reason: 'the collector rejected 7',
    },
  ])('tells what was rejected: $name', ({ answer, type, items, reason }) => {
    expect(readRejection(answer, type)).toEqual({ items, reason });
  });

  it.each([
    { name: 'nothing', answer: new Uint8Array() },
    { name: 'an empty partial success', answer: Uint8Array.of(0x0a, 0) },
    { name: 'a warning alone', answer: protobuf([0], 'slow down') },
    {
      name: 'a negative number',
      answer: protobuf([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], ''),
    },
    { name: 'a number without an end', answer: protobuf(Array(20).fill(0xff), '') },
    { name: 'a message that is cut off', answer: Uint8Array.of(0x0a, 100, 0x08) },
    { name: 'a web page', answer: text('<html>') },
    { name: 'JSON of another kind', type: JSON_TYPE, answer: json([1]) },
    { name: 'no JSON', type: JSON_TYPE, answer: text('<html>') },
    { name: 'JSON without a number', type: JSON_TYPE, answer: json({ partialSuccess: {} }) },
  ])('rejects nothing with $name', ({ answer, type }) => {
    expect(readRejection(answer, type)).toBeUndefined();
  });
});
