import { isError } from '../../shared/is-error.ts';
import type { Exports } from '../bridge.ts';
import { type Info, type Logged, overwrittenByChild, SPLAT, takenFrom } from './info.ts';

/** Matches what winston takes for a placeholder in a message. */
const PLACE = /%[scdjifoO%]/;

/**
 * The arguments whose fields are in a record. Winston merges the first argument if the message has no
 * placeholder for it. The splat format removes the arguments that it merges from the record's list.
 */
export function mergedValues({ message, values }: Logged, formatted: Info): readonly unknown[] {
  const hasPlace = typeof message === 'string' && PLACE.test(message);
  const left = formatted[SPLAT];
  const first = hasPlace ? [] : values.slice(0, 1);
  return Array.isArray(left) && left.length < values.length
    ? [...first, ...values.slice(left.length)]
    : first;
}

/** The fields that winston overwrote: those of the arguments, of child loggers and of the default meta. */
export function overwrittenFields(info: Info, merged: readonly unknown[], logger: Exports): Info {
  const overwritten: Info = {};
  if (logger.defaultMeta) Object.assign(overwritten, takenFrom(logger.defaultMeta));
  Object.assign(overwritten, overwrittenByChild(info));
  for (const value of merged) if (!isError(value)) Object.assign(overwritten, takenFrom(value));
  return overwritten;
}

/** The timestamp that the application logged, if it logged one. A getter is not called again. */
export function timestampGiven({ fields }: Logged, merged: readonly unknown[]): unknown {
  if ('timestamp' in fields) return fields.timestamp;
  return merged.findLast(hasTimestamp)?.timestamp;
}

function hasTimestamp(value: unknown): value is { readonly timestamp: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'timestamp');
}
