import { isError } from '../../shared/is-error.ts';
import type { Exports } from '../bridge.ts';
import { type Info, type Logged, overwrittenByChild, SPLAT, takenFrom } from './info.ts';

/** What winston takes for the place of an argument in a message. */
const PLACE = /%[scdjifoO%]/;

/**
 * The arguments whose fields are in a record: winston takes the first one where the message has no place for it, and
 * the splat format removes what it takes from the record's arguments.
 */
export function mergedValues({ message, values }: Logged, formatted: Info): readonly unknown[] {
  const hasPlace = typeof message === 'string' && PLACE.test(message);
  const left = formatted[SPLAT];
  return [...(hasPlace ? [] : values.slice(0, 1)), ...(Array.isArray(left) ? values.slice(left.length) : [])];
}

/** Fields named like winston's own, that winston overwrote: the arguments', a child's, the default meta's. */
export function overwrittenFields(info: Info, merged: readonly unknown[], logger: Exports): Info {
  const given = merged.map(value => (isError(value) ? undefined : takenFrom(value)));
  return Object.assign({}, takenFrom(logger.defaultMeta), overwrittenByChild(info), ...given);
}

/** The timestamp that the application logged; undefined where it logged none. A getter is not asked again. */
export function timestampGiven({ fields }: Logged, merged: readonly unknown[]): unknown {
  if ('timestamp' in fields) return fields.timestamp;
  return merged.findLast(hasTimestamp)?.timestamp;
}

function hasTimestamp(value: unknown): value is { readonly timestamp: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'timestamp');
}
