import { quietly } from '../shared/quietly.ts';
import { ordinaryForm } from './ordinary-form.ts';
import { MOST_VALUES } from './plain-value.ts';
import { readProperty } from './read-property.ts';

/** The work of comparing a field with its renderings. */
export interface Comparing {
  /** Values that may still be compared: objects may refer to each other in more ways than can be followed. */
  left: number;
  /** Properties of instances, each of which is read once. */
  readonly read: Map<object, object | undefined>;
}

/** The start of comparing a field with a number of renderings. */
export function startComparing(renderings: number): Comparing {
  return { left: MOST_VALUES * renderings, read: new Map() };
}

/**
 * The properties or the list by which JSON shows an object: its own, or those of the result of its `toJSON`.
 * Undefined for one that is shown in another way, such as a date or a map.
 */
export function propertiesOf(value: object, { read }: Comparing): object | undefined {
  if (Array.isArray(value) || isOnlyProperties(value)) return value;
  if (!read.has(value))
    read.set(
      value,
      quietly(() => instanceProperties(value)),
    );
  return read.get(value);
}

/** Whether an object is nothing but its properties. */
export function isOnlyProperties(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

export function isAnyObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function instanceProperties(value: object): object | undefined {
  if (ordinaryForm(value) !== value) return undefined;
  const toJson = readProperty(value, 'toJSON');
  const shown: unknown = typeof toJson === 'function' ? toJson.call(value, '') : value;
  if (!isAnyObject(shown)) return undefined;
  return Array.isArray(shown) ? shown : { ...shown };
}
