import { describe, expect, it } from 'vitest';
import { readFailure } from '../../../src/preload/delivery/failure.ts';
import { AT_EXIT, nextWait, WHILE_RUNNING } from '../../../src/preload/delivery/retry-schedule.ts';

const failed = (message: string, properties: object = {}) => Object.assign(new Error(message), properties);
const retryInfo = (values: unknown[]) => ({ metadata: { get: () => values } });

describe('a failure', () => {
  it.each([
    [failed('Unauthorized', { code: 401 }), '401 Unauthorized', 'never'],
    [failed('', { code: 500 }), '500', 'never'],
    [failed('Export failed with retryable status'), 'Export failed with retryable status', 'later'],
    [failed('Request timed out'), 'Request timed out', 'soon'],
    [failed('connect ECONNREFUSED ::1:1', { code: 'ECONNREFUSED' }), 'connect ECONNREFUSED ::1:1', 'soon'],
    [failed('socket hang up', { code: 'ECONNRESET' }), 'ECONNRESET socket hang up', 'soon'],
    [failed('Parse Error', { code: 'HPE_INVALID_CONSTANT' }), 'HPE_INVALID_CONSTANT Parse Error', 'never'],
    [failed('14 UNAVAILABLE: down', { code: 14 }), '14 UNAVAILABLE: down', 'soon'],
    [failed('16 UNAUTHENTICATED: no', { code: 16 }), '16 UNAUTHENTICATED: no', 'never'],
    [failed('8 RESOURCE_EXHAUSTED', { code: 8, ...retryInfo([]) }), '8 RESOURCE_EXHAUSTED', 'never'],
    [failed('8 RESOURCE_EXHAUSTED', { code: 8, ...retryInfo(['x']) }), '8 RESOURCE_EXHAUSTED', 'later'],
    [failed('two\r\nlines \u001b[31m', {}), 'two lines [31m', 'never'],
    [failed('x'.repeat(300)), `${'x'.repeat(200)}…`, 'never'],
    [new TypeError(''), 'TypeError', 'never'],
    [undefined, 'the export failed', 'never'],
  ] as const)('of %s is said as “%s” and tried again %s', (error, reason, retry) => {
    expect(readFailure(error)).toEqual({ reason, retry });
  });
});

describe('the next try', () => {
  it.each([
    ['comes after a second while running', WHILE_RUNNING, 1, 10_000, 1000],
    ['comes later each time', WHILE_RUNNING, 3, 10_000, 2250],
    ['comes early at the exit', AT_EXIT, 1, 2000, 100],
    ['doubles its wait at the exit', AT_EXIT, 4, 2000, 800],
    ['does not come too late', AT_EXIT, 5, 1500, undefined],
    ['does not come after the end', AT_EXIT, 1, 0, undefined],
  ])('%s', (_, schedule, failures, left, expected) => {
    expect(nextWait(schedule, failures, left)).toBe(expected);
  });
});
