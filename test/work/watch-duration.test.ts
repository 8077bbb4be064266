import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { LONG } from '../../src/work/watch-duration.ts';
import { withWork } from '../../src/work/with-work.ts';
import { recorded, recordTelemetry } from './record-telemetry.ts';

beforeAll(() => recordTelemetry());
afterEach(() => {
  vi.useRealTimers();
  recorded.clear();
});

it('warns once about work that has been open for more than an hour', () => {
  vi.useFakeTimers();
  withWork('short', () => {});
  withWork('endless loop', () => new Promise(() => {}));
  withWork('endless loop', () => new Promise(() => {}));
  vi.advanceTimersByTime(LONG - 1);
  expect(recorded.warnings).toEqual([]);
  vi.advanceTimersByTime(LONG);

  expect(recorded.warnings).toHaveLength(1);
  expect(recorded.warnings[0]).toMatch(
    /^the unit of work "endless loop" has been open for more than an hour/,
  );
});
