import { expect, it } from 'vitest';
import { createSeriesLimit, type WidestLabel } from '../../src/metrics/series-limit.ts';

const OVERFLOW = { 'otel.metric.overflow': true };

it('lets so many series through for ever, and counts all others together', () => {
  const limited = createSeriesLimit(2, () => {});
  const one = { shop: 'one', kind: 'a' };

  expect(limited(one)).toBe(one);
  expect(limited({})).toEqual({});
  expect(limited({ shop: 'two', kind: 'a' })).toEqual(OVERFLOW);
  expect(limited({ kind: 'a', shop: 'one' })).toEqual(one);
  expect(limited({})).toEqual({});
});

it('tells once which label makes the most series', () => {
  const told: WidestLabel[] = [];
  const limited = createSeriesLimit(10, widest => told.push(widest));

  for (let i = 0; i < 50; i++) limited({ currency: i % 2 ? 'EUR' : 'USD', coupon: `spring${i}` });

  expect(told).toEqual([{ label: 'coupon', values: 11 }]);
});
