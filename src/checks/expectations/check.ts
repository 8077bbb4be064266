import type { Telemetry } from '../../receiver/telemetry.ts';
import type { Check, Evidence } from '../check.ts';
import { logEvidence, metricEvidence, plural, spanEvidence } from '../evidence.ts';
import type { Condition, Expectation, Item } from './expectation.ts';
import { describeBounds } from './matcher.ts';
import { describeConditions, meetsAll } from './span-conditions.ts';

const NOUNS = { spans: 'span', logs: 'log record', metrics: 'metric point' } as const;

/** The check for what the user's own file expects. */
export const EXPECTATIONS_CHECK: Check = {
  id: 'expectations',
  severity: 'error',
  holds: 'Everything in the expectations file holds.',
  fails: 'An expectation does not hold.',
  find: ({ expectations, telemetry }) =>
    expectations === null
      ? { skip: 'no --expect file was given' }
      : expectations.flatMap(expectation => judge(expectation, telemetry)),
};

function judge(expectation: Expectation, telemetry: Telemetry): Evidence[] {
  const { section, conditions, count, source } = expectation;
  const items = itemsOf(section, telemetry);
  const matching = items.filter(item => meetsAll(item, conditions, telemetry));
  if (matching.length >= count.min && matching.length <= count.max) return [];
  const noun = NOUNS[section];
  const isOne = count.min === 1 && (count.max === 1 || count.max === Number.POSITIVE_INFINITY);
  const wanted = `expected ${describeBounds(count)} ${isOne ? noun : `${noun}s`} with ${describeConditions(conditions)}`;
  const explanation =
    matching.length < count.min
      ? nearest(items, expectation, telemetry)
      : `such as ${describeItem(matching[0] as Item, expectation)}`;
  return [
    {
      kind: 'expectation',
      text: `${wanted}; found ${matching.length} of ${plural(items.length, noun)}${explanation && `; ${explanation}`}`,
      source,
    },
  ];
}

function itemsOf(section: Expectation['section'], telemetry: Telemetry): readonly Item[] {
  if (section === 'spans') return telemetry.spans;
  return section === 'logs' ? telemetry.logs : telemetry.metricPoints;
}

/** The item that misses the fewest conditions, of several the one that meets what is written first, and what it misses. */
function nearest(items: readonly Item[], expectation: Expectation, telemetry: Telemetry): string {
  const { conditions } = expectation;
  const firstMissed = ({ missed }: { missed: readonly Condition[] }) =>
    conditions.indexOf(missed[0] as Condition);
  const candidates = items.map(item => ({
    item,
    missed: conditions.filter(({ test }) => !test(item, telemetry)),
  }));
  // What misses nothing counts already; more of it was expected.
  const [best] = candidates
    .filter(({ missed }) => missed.length > 0)
    .sort((one, other) => one.missed.length - other.missed.length || firstMissed(other) - firstMissed(one));
  if (!best) return '';
  const differences = best.missed.map(
    ({ what, wanted, seen }) => `${what} is ${seen(best.item, telemetry)}, not ${wanted}`,
  );
  return `nearest: ${describeItem(best.item, expectation)}: ${differences.join('; ')}`;
}

function describeItem(item: Item, { section }: Expectation): string {
  if (section === 'spans') return spanEvidence(item as never, '').text.replace(/: $/, '');
  if (section === 'logs') return logEvidence(item as never, '').text.replace(/: $/, '');
  return metricEvidence(item as never, '').text.replace(/: $/, '');
}
