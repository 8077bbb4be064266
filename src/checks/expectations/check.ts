import type { Telemetry } from '../../receiver/telemetry.ts';
import type { Check, Comparison, Evidence } from '../check.ts';
import { logEvidence, metricEvidence, plural, spanEvidence } from '../evidence.ts';
import type { Condition, Expectation, Item } from './expectation.ts';
import { describeBounds } from './matcher.ts';
import { describeConditions, meetsAll } from './span-conditions.ts';

const NOUNS = { spans: 'span', logs: 'log record', metrics: 'metric point' } as const;

/** The check of the user's own expectations. */
export const EXPECTATIONS_CHECK: Check = {
  id: 'expectations',
  severity: 'error',
  holds: 'All expectations are met.',
  fails: 'An expectation is not met.',
  find: ({ expectations, telemetry }) =>
    expectations === null
      ? { skip: 'no --expect file was given' }
      : expectations.flatMap(expectation => checkExpectation(expectation, telemetry)),
};

function checkExpectation(expectation: Expectation, telemetry: Telemetry): Evidence[] {
  const { section, conditions, count, source } = expectation;
  const items = itemsOf(section, telemetry);
  const matching = items.filter(item => meetsAll(item, conditions, telemetry));
  if (matching.length >= count.min && matching.length <= count.max) return [];
  const noun = NOUNS[section];
  const isOne = count.min === 1 && (count.max === 1 || count.max === Number.POSITIVE_INFINITY);
  const wanted = `expected ${describeBounds(count)} ${isOne ? noun : `${noun}s`} with ${describeConditions(conditions)}`;
  const found = `found ${matching.length} of ${plural(items.length, noun)}`;
  const near = matching.length < count.min ? nearest(items, expectation, telemetry) : undefined;
  if (!near) {
    const example =
      matching[0] && matching.length > count.max ? `; such as ${describeItem(matching[0], expectation)}` : '';
    return [{ kind: 'expectation', text: `${wanted}; ${found}${example}`, source }];
  }
  const comparison = compare(near, conditions, telemetry);
  const differences = comparison
    .filter(({ met }) => !met)
    .map(({ what, expected, received }) => `${what} is ${received}, not ${expected}`);
  const text = `${wanted}; ${found}; nearest: ${describeItem(near, expectation)}: ${differences.join('; ')}`;
  return [{ kind: 'expectation', text, source, comparison }];
}

/** Every condition, next to the actual value. */
function compare(item: Item, conditions: readonly Condition[], telemetry: Telemetry): Comparison[] {
  return conditions.map(({ what, wanted, seen, test }) => ({
    what,
    expected: wanted,
    received: seen(item, telemetry),
    met: test(item, telemetry),
  }));
}

function itemsOf(section: Expectation['section'], telemetry: Telemetry): readonly Item[] {
  if (section === 'spans') return telemetry.spans;
  return section === 'logs' ? telemetry.logs : telemetry.metricPoints;
}

/**
 * The item that misses the fewest conditions; of several, the one that meets
 * the earliest conditions in the file.
 */
function nearest(
  items: readonly Item[],
  { conditions }: Expectation,
  telemetry: Telemetry,
): Item | undefined {
  const firstMissed = ({ missed }: { missed: readonly Condition[] }) =>
    conditions.indexOf(missed[0] as Condition);
  const candidates = items.map(item => ({
    item,
    missed: conditions.filter(({ test }) => !test(item, telemetry)),
  }));
  // An item that misses nothing already counts: more of them were expected.
  const [best] = candidates
    .filter(({ missed }) => missed.length > 0)
    .sort((one, other) => one.missed.length - other.missed.length || firstMissed(other) - firstMissed(one));
  return best?.item;
}

function describeItem(item: Item, { section }: Expectation): string {
  if (section === 'spans') return spanEvidence(item as never, '').text.replace(/: $/, '');
  if (section === 'logs') return logEvidence(item as never, '').text.replace(/: $/, '');
  return metricEvidence(item as never, '').text.replace(/: $/, '');
}
