import { isDeepStrictEqual } from 'node:util';
import type { CountBounds } from './expectation.ts';

/** What a value must be: equal, matching a regular expression, within bounds, present or absent. */
export interface Matcher {
  readonly wanted: string;
  readonly test: (value: unknown) => boolean;
}

/** `/text/` or `/text/i`; any other string is compared literally. */
const REGULAR_EXPRESSION = /^\/(.+)\/([imsu]*)$/s;

/**
 * Makes a matcher of a value of the file.
 *
 * @throws SyntaxError for an invalid regular expression
 */
export function matcherOf(value: unknown): Matcher {
  const [, source, flags] = (typeof value === 'string' && REGULAR_EXPRESSION.exec(value)) || [];
  if (source !== undefined) {
    const pattern = new RegExp(source, flags);
    return { wanted: String(pattern), test: seen => seen !== undefined && pattern.test(asText(seen)) };
  }
  return { wanted: JSON.stringify(value), test: seen => isDeepStrictEqual(normal(seen), normal(value)) };
}

/** Makes a matcher of numbers. */
export function boundsMatcher({ min, max }: CountBounds): Matcher {
  return {
    wanted: describeBounds({ min, max }),
    test: seen => typeof seen === 'number' && seen >= min && seen <= max,
  };
}

/** Makes a matcher for a value that must be present, whatever it is, or absent. */
export function presenceMatcher(present: boolean): Matcher {
  return {
    wanted: present ? 'any value' : 'no value',
    test: seen => (seen !== undefined) === present,
  };
}

/** `1`, `at least 1`, `at most 3`, `1 to 3`. */
export function describeBounds({ min, max }: CountBounds): string {
  if (min === max) return String(min);
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
  return min <= 0 ? `at most ${max}` : `${min} to ${max}`;
}

/** A value in words; `nothing` if there is none. */
export function describeSeen(value: unknown): string {
  return value === undefined || value === '' ? 'nothing' : JSON.stringify(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Received and parsed maps have different prototypes. */
function normal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.parse(JSON.stringify(value));
}
