import type { LogRecord, Span, Telemetry } from '../../receiver/telemetry.ts';
import type { Condition, Expectation, Item } from './expectation.ts';
import { describeBounds } from './matcher.ts';

/** The parent of a span meets conditions; null: it has none. */
export function parentCondition(conditions: readonly Condition[] | null): Condition[] {
  return [
    relatedSpan('parent', conditions, (item, telemetry) => findSpan(telemetry, item as Span, 'parent')),
  ];
}

/** The span in which a record was written meets conditions; null: it was written in none. */
export function spanOfLogCondition(conditions: readonly Condition[] | null): Condition[] {
  return [
    relatedSpan('span', conditions, (item, telemetry) => findSpan(telemetry, item as LogRecord, 'own')),
  ];
}

/** A number of direct children meet the conditions of a nested entry. */
export function childCondition({ count, conditions }: Expectation, index: number): Condition {
  const matching = (item: Item, telemetry: Telemetry) =>
    childrenOf(item as Span, telemetry).filter(child => meetsAll(child, conditions, telemetry));
  return {
    what: `children[${index}]`,
    wanted: `${describeBounds(count)} with (${describeConditions(conditions)})`,
    test: (item, telemetry) => {
      const { length } = matching(item, telemetry);
      return length >= count.min && length <= count.max;
    },
    seen: (item, telemetry) => {
      const names = childrenOf(item as Span, telemetry).map(({ name }) => JSON.stringify(name));
      return `${matching(item, telemetry).length} of its children (${names.join(', ') || 'none'})`;
    },
  };
}

/** Whether an item meets every condition. */
export function meetsAll(item: Item, conditions: readonly Condition[], telemetry: Telemetry): boolean {
  return conditions.every(({ test }) => test(item, telemetry));
}

/** `name "GET /users/:id", kind "server"`. */
export function describeConditions(conditions: readonly Condition[]): string {
  return conditions.map(({ what, wanted }) => `${what} ${wanted}`).join(', ');
}

type Find = (item: Item, telemetry: Telemetry) => { id: string | null; span: Span | undefined };

/** A parent counts even if it did not arrive because it belongs to another service. */
function relatedSpan(what: string, conditions: readonly Condition[] | null, find: Find): Condition {
  return {
    what,
    wanted: conditions === null ? 'none' : `with (${describeConditions(conditions)})`,
    test: (item, telemetry) => {
      const { id, span } = find(item, telemetry);
      if (conditions === null) return id === null;
      return span !== undefined && meetsAll(span, conditions, telemetry);
    },
    seen: (item, telemetry) => {
      const { id, span } = find(item, telemetry);
      if (span) return JSON.stringify(span.name);
      return id === null ? 'none' : `${id}, which did not arrive`;
    },
  };
}

function findSpan(
  { spans }: Telemetry,
  item: Span | LogRecord,
  which: 'parent' | 'own',
): { id: string | null; span: Span | undefined } {
  const id = which === 'parent' ? (item as Span).parentSpanId : item.spanId;
  const span = spans.find(candidate => candidate.spanId === id && candidate.traceId === item.traceId);
  return { id, span };
}

function childrenOf(parent: Span, { spans }: Telemetry): Span[] {
  return spans.filter(
    ({ traceId, parentSpanId }) => traceId === parent.traceId && parentSpanId === parent.spanId,
  );
}
