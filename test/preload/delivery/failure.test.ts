import { describe, expect, it } from 'vitest';
import { isTooLarge } from '../../../src/preload/delivery/failure.ts';
import { readHttpFailure } from '../../../src/preload/delivery/http-answer.ts';
import { readFailure } from '../../../src/preload/delivery/read-failure.ts';
import { readRetryAfter } from '../../../src/preload/delivery/retry-after.ts';
import { AT_EXIT, nextWait, WHILE_RUNNING } from '../../../src/preload/delivery/retry-schedule.ts';

const failed = (message: string, properties: object = {}) => Object.assign(new Error(message), properties);

/** A google.rpc.Status with a RetryInfo of so many seconds. */
const retryInfo = (seconds: number) => {
  const type = new TextEncoder().encode('type.googleapis.com/google.rpc.RetryInfo');
  const delay = [0x0a, 2, 0x08, seconds];
  const any = [0x0a, type.length, ...type, 0x12, delay.length, ...delay];
  return { metadata: { get: () => [Uint8Array.of(0x08, 8, 0x1a, any.length, ...any)] } };
};
const otherDetails = { metadata: { get: () => [Uint8Array.of(0x08, 8)] } };
const noDetails = { metadata: { get: () => [] } };

describe('a failure', () => {
  it.each([
    {
      error: failed('connect ECONNREFUSED ::1:1', { code: 'ECONNREFUSED' }),
      reason: 'connect ECONNREFUSED ::1:1',
      retry: 'later',
    },
    {
      error: failed('socket hang up', { code: 'ECONNRESET' }),
      reason: 'ECONNRESET socket hang up',
      retry: 'later',
    },
    {
      error: failed('Parse Error', { code: 'HPE_INVALID_CONSTANT' }),
      reason: 'HPE_INVALID_CONSTANT Parse Error',
      retry: 'never',
    },
    { error: failed('two\r\nlines \u001b[31m\u202e', {}), reason: 'two lines [31m', retry: 'never' },
    { error: failed('x'.repeat(300)), reason: `${'x'.repeat(200)}…`, retry: 'never' },
    { error: new TypeError(''), reason: 'TypeError', retry: 'never' },
    { error: undefined, reason: 'the export failed', retry: 'never' },
  ])('of $error is “$reason”, and tried again $retry', ({ error, reason, retry }) => {
    expect(readFailure(error)).toEqual({ reason, retry });
  });

  it.each([
    { status: 14, details: noDetails, retry: 'later' },
    { status: 14, details: retryInfo(30), retry: 'later', pause: 30_000 },
    { status: 14, details: {}, retry: 'later' },
    { status: 16, details: noDetails, retry: 'never' },
    { status: 16, details: retryInfo(30), retry: 'never' },
    { status: 8, details: noDetails, retry: 'never' },
    { status: 8, details: otherDetails, retry: 'never' },
    { status: 8, details: retryInfo(7), retry: 'later', pause: 7000 },
    { status: 8, details: retryInfo(0), retry: 'later' },
  ])(
    'of gRPC with status $status is tried again $retry, after a pause of $pause ms',
    ({ status, details, retry, pause }) => {
      expect(readFailure(failed('no', { code: status, ...details }))).toEqual({
        reason: `${status} no`,
        retry,
        pause,
        status,
      });
    },
  );
});

describe('an answer over HTTP', () => {
  const DATE = 'Sat, 28 Nov 2026 12:00:00 GMT';
  const now = Date.parse(DATE);
  it.each([
    { status: 401, headers: {}, reason: '401 Text', retry: 'never' },
    { status: 500, headers: { 'retry-after': '5' }, reason: '500 Text', retry: 'never' },
    { status: 429, headers: {}, reason: '429 Text', retry: 'later' },
    {
      status: 503,
      headers: { 'retry-after': '60' },
      reason: '503 Text, asked to wait 60 s',
      retry: 'later',
      pause: 60_000,
    },
    {
      status: 502,
      headers: { 'retry-after': 'Sat, 28 Nov 2026 12:00:09 GMT' },
      reason: '502 Text, asked to wait 9 s',
      retry: 'later',
      pause: 9000,
    },
    {
      status: 307,
      headers: { location: 'https://user:pass@example.com/v1/traces?key=1' },
      reason: '307 Text, not followed to https://example.com',
      retry: 'never',
    },
    { status: 308, headers: { location: '/elsewhere' }, reason: '308 Text, not followed', retry: 'never' },
  ])('of $status with $headers is “$reason”', ({ status, headers, reason, retry, pause }) => {
    const answer = { status, statusText: 'Text', headers };
    expect(readHttpFailure(answer, now)).toEqual({ reason, retry, pause, status });
  });

  it.each([
    { header: '2', expected: 2000 },
    { header: ' 2.5 ', expected: 2500 },
    { header: '0', expected: undefined },
    { header: '-5', expected: undefined },
    { header: 'soon', expected: undefined },
    { header: '', expected: undefined },
    { header: undefined, expected: undefined },
    { header: '99999999999999999999', expected: 3_600_000 },
    { header: 'Sat, 28 Nov 2026 12:00:30 GMT', expected: 30_000 },
    { header: 'Sat, 28 Nov 2026 11:00:00 GMT', expected: undefined },
    { header: 'Fri, 31 Dec 9999 23:59:59 GMT', expected: 3_600_000 },
    // The collector's clock is ten minutes ahead of ours.
    { header: 'Sat, 28 Nov 2026 12:10:30 GMT', date: 'Sat, 28 Nov 2026 12:10:00 GMT', expected: 30_000 },
  ])('with Retry-After $header is a wish for $expected ms', ({ header, date, expected }) => {
    expect(readRetryAfter(header, date, now)).toBe(expected);
  });
});

describe('a request was too large', () => {
  it.each([
    { status: 413, reason: '413 Payload Too Large', bytes: 100, expected: true },
    {
      status: 8,
      reason: '8 RESOURCE_EXHAUSTED: Received message larger than max (5 vs 4)',
      bytes: 5,
      expected: true,
    },
    {
      status: 8,
      reason: '8 RESOURCE_EXHAUSTED: the batch exceeds the maximum size',
      bytes: 100,
      expected: true,
    },
    { status: 8, reason: '8 RESOURCE_EXHAUSTED: request too big', bytes: 100, expected: true },
    { status: 8, reason: '8 RESOURCE_EXHAUSTED', bytes: 3_000_000, expected: true },
    { status: 8, reason: '8 RESOURCE_EXHAUSTED: quota exceeded', bytes: 100_000, expected: false },
    { status: 8, reason: '8 RESOURCE_EXHAUSTED', retry: 'later' as const, bytes: 3_000_000, expected: false },
    { status: 400, reason: '400 too large', bytes: 3_000_000, expected: false },
    { status: undefined, reason: 'no answer in time', bytes: 3_000_000, expected: false },
  ])(
    'of $bytes bytes with “$reason”: $expected',
    ({ status, reason, retry = 'never' as const, bytes, expected }) => {
      expect(isTooLarge({ status, reason, retry }, bytes)).toBe(expected);
    },
  );
});

describe('the next try', () => {
  it.each([
    {
      name: 'comes after a second while running',
      schedule: WHILE_RUNNING,
      failures: 1,
      pause: 0,
      left: 10_000,
      expected: 1000,
    },
    {
      name: 'comes later each time',
      schedule: WHILE_RUNNING,
      failures: 3,
      pause: 0,
      left: 10_000,
      expected: 2250,
    },
    { name: 'comes early at the exit', schedule: AT_EXIT, failures: 1, pause: 0, left: 2000, expected: 100 },
    {
      name: 'doubles its wait at the exit',
      schedule: AT_EXIT,
      failures: 4,
      pause: 0,
      left: 2000,
      expected: 800,
    },
    {
      name: 'does not come too late',
      schedule: AT_EXIT,
      failures: 5,
      pause: 0,
      left: 1500,
      expected: undefined,
    },
    {
      name: 'does not come after the end',
      schedule: AT_EXIT,
      failures: 1,
      pause: 0,
      left: 0,
      expected: undefined,
    },
    { name: 'keeps a pause', schedule: AT_EXIT, failures: 1, pause: 700, left: 1500, expected: 700 },
    {
      name: 'does not shorten a pause',
      schedule: WHILE_RUNNING,
      failures: 1,
      pause: 60_000,
      left: 10_000,
      expected: undefined,
    },
  ])('$name', ({ schedule, failures, pause, left, expected }) => {
    expect(nextWait(schedule, failures, pause, left)).toBe(expected);
  });
});
