import { isDeepStrictEqual } from 'node:util';
import type { CountBounds } from './expectation.ts';

/** What a value has to be: equal, like a regular expression, within bounds, or just there or not. */
export interface Matcher {
  readonly wanted: string;
  readonly test: (value: unknown) => boolean;
}

/** `/text/` or `/text/i`; any other text is compared as it is. */
const REGULAR_EXPRESSION = /^\/(.+)\/([imsu]*)$/s;

/**
 * Makes a matcher of a value of the file.
 *
 * @throws SyntaxError for a regular expression that is none
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

/** Makes a matcher for a value that has to be there, whatever it is, or must not be. */
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

/** A value in words; `nothing` where there is none. */
export function describeSeen(value: unknown): string {
  return value === undefined || value === '' ? 'nothing' : JSON.stringify(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Received maps have no prototype in common with parsed ones. */
function normal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.parse(JSON.stringify(value));
}
