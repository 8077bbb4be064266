import { DEEPEST } from './plain-value.ts';
import { readProperty } from './read-property.ts';

/** Results of getters, by object and name. */
type Answers = Map<object, Record<string, unknown>>;

/**
 * A record with more values than this is copied without a search for getters. Most records have fewer values
 * and no getter.
 */
const MOST_PLAIN = 100;

/**
 * Makes a function that copies a value with the results of its getters, at any depth. It calls each getter
 * only once, so several reads of a record run the application's code only once. It returns a value without
 * getters as it is.
 */
export function createGetterReader(): <Value>(value: Value) => Value {
  let answers: Answers | undefined;
  return <Value>(value: Value) => {
    if (plainValues(value, MOST_PLAIN) <= MOST_PLAIN) return value;
    answers ??= new Map();
    return withoutGetters(value, answers, new Map(), 0) as Value;
  };
}

/** The number of values in a value; infinite if one has a getter or if there are more than `most`. */
function plainValues(value: unknown, most: number): number {
  if (!isLookedInto(value)) return 1;
  // A circle never ends otherwise.
  if (most < 1) return Number.POSITIVE_INFINITY;
  let count = 1;
  const keys = Object.keys(value);
  for (let index = 0; index < keys.length; index++) {
    const descriptor = Object.getOwnPropertyDescriptor(value, keys[index] as string);
    if (descriptor === undefined || descriptor.get !== undefined) return Number.POSITIVE_INFINITY;
    const { value: entry } = descriptor;
    count += typeof entry === 'object' && entry !== null ? plainValues(entry, most - count) : 1;
    if (count > most) return Number.POSITIVE_INFINITY;
  }
  return count;
}

/** Only lists and plain objects are searched: other objects determine themselves how they are shown. */
function isLookedInto(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function withoutGetters(
  value: unknown,
  answers: Answers,
  seen: Map<object, unknown>,
  depth: number,
): unknown {
  if (!isLookedInto(value) || depth > DEEPEST) return value;
  if (seen.has(value)) return seen.get(value);
  seen.set(value, value);
  let changed: Map<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const getter = Object.getOwnPropertyDescriptor(value, key)?.get;
    const own = getter ? answerOf(value, key, answers) : readProperty(value, key);
    const read = withoutGetters(own, answers, seen, depth + 1);
    if (getter || read !== own) changed = (changed ?? new Map()).set(key, read);
  }
  if (!changed) return value;
  const copy = copyWith(value, changed);
  seen.set(value, copy);
  return copy;
}

function answerOf(value: object, key: string, answers: Answers): unknown {
  const known = answers.get(value) ?? Object.create(null);
  answers.set(value, known);
  if (!(key in known)) known[key] = readProperty(value, key);
  return known[key];
}

/** A copy with the changed properties, one of which may be named `__proto__`. */
function copyWith(value: object, changed: ReadonlyMap<string, unknown>): object {
  const descriptors = Object.getOwnPropertyDescriptors(value);
  for (const [key, read] of changed) {
    const descriptor = { value: read, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(descriptors, key, { value: descriptor, enumerable: true });
  }
  return Object.defineProperties(Array.isArray(value) ? [] : {}, descriptors);
}
