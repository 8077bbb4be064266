import type { Facts } from '../facts.ts';
import type { Attribution } from './attribution.ts';
import type { Saving } from './saving.ts';
import { attributeSavings } from './savings-attributes.ts';
import { logSavings } from './savings-logs.ts';
import { seriesSavings } from './savings-series.ts';
import { spanSavings } from './savings-spans.ts';

const MOST = 8;

/** Finds what a run spends most on, largest share first. Pure. */
export function findSavings(
  facts: Facts,
  attribution: Attribution,
  bytes: ReadonlyMap<object, number>,
): Saving[] {
  return [
    ...spanSavings(facts, attribution),
    ...attributeSavings(facts, bytes),
    ...logSavings(facts, attribution, bytes),
    ...seriesSavings(facts),
  ]
    .sort((one, other) => other.share - one.share)
    .slice(0, MOST);
}
