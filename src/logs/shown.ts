import { isError } from '../shared/is-error.ts';
import { describeError } from './errors.ts';
import { ordinaryForm } from './ordinary-form.ts';
import { DEEPEST } from './plain-value.ts';
import { REDACTED } from './secrets.ts';
import { type Comparing, isAnyObject, propertiesOf, startComparing } from './shown-properties.ts';

/**
 * Hides everything in a value that is missing in a string rendered from it. If an application rewrites the
 * rendered line, no more than this may be exported.
 */
export function onlyShown(value: unknown, text: string, comparison = startComparing(1), depth = 0): unknown {
  if (depth > DEEPEST || comparison.left-- <= 0) return REDACTED;
  if (isReadable(value)) return occursIn(value, text) ? value : REDACTED;
  if (isError(value)) {
    return { message: onlyShown(value.message, text), stack: onlyShown(value.stack, text) };
  }
  const shown = isAnyObject(value) && !ArrayBuffer.isView(value) ? ordinaryForm(value) : value;
  if (shown !== value) return onlyShown(shown, text, comparison, depth + 1);
  return mapEntries(value, comparison, entry => onlyShown(entry, text, comparison, depth + 1));
}

/** A copy of what JSON shows of a value. */
export function copyShown(value: unknown, comparison = startComparing(1), depth = 0): unknown {
  if (depth > DEEPEST || comparison.left-- <= 0) return value;
  return mapEntries(value, comparison, entry => copyShown(entry, comparison, depth + 1));
}

/** One rendering of a record: its fields, and all of them as text. */
export interface Rendering {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: () => string;
}

/** The most redacted value of a field: its own, or what the renderings of the same record show of it. */
export function mostRedacted(key: string, value: unknown, renderings: readonly Rendering[]): unknown {
  if (renderings.length === 0) return value;
  const comparison = startComparing(renderings.length);
  return renderings
    .map(({ fields, text }) => narrower(value, fields[key], text, comparison))
    .reduce((narrowest, next) => bothHidden(value, narrowest, next, comparison));
}

/** The value as two renderings show it together. What either hides is hidden. */
function bothHidden(value: unknown, one: unknown, other: unknown, comparison: Comparing): unknown {
  if (one === value || other === undefined) return other;
  if (other === value || one === undefined) return one;
  if (isAnyObject(value) && isAnyObject(one) && isAnyObject(other)) {
    const isDescribed = isError(value);
    return mapEntries(isDescribed ? one : value, comparison, (entry, key) => {
      const own = isDescribed ? Reflect.get(value, key) : entry;
      return bothHidden(own, Reflect.get(one, key), Reflect.get(other, key), comparison);
    });
  }
  // One rendering shows the object, the other a replacement for it.
  if (isAnyObject(one) || isAnyObject(other)) return isAnyObject(other) ? one : other;
  return isReadable(one) && !occursIn(one, String(other)) ? other : one;
}

/** If a rendering has moved a value elsewhere, its text still contains the value, so it is not hidden. */
function narrower(
  value: unknown,
  other: unknown,
  text: () => string,
  comparison: Comparing,
  depth = 0,
): unknown {
  if (depth > DEEPEST || value === other || value === undefined || Number.isNaN(value)) return value;
  // Nothing beyond is exported.
  if (comparison.left-- <= 0) return undefined;
  if (isReadable(value)) {
    if (other === undefined) return occursIn(value, text()) ? value : undefined;
    return isReadable(other) && occursIn(value, String(other)) ? value : other;
  }
  if (!isAnyObject(value)) return other === undefined ? value : other;
  if (isReadable(other) && !isError(value)) return isRenderingOf(value, other) ? value : other;
  const shown = (entry: unknown, key: string) =>
    narrower(entry, isAnyObject(other) ? Reflect.get(other, key) : undefined, text, comparison, depth + 1);
  if (isError(value)) return isAnyObject(other) ? narrowerError(value, other, shown) : value;
  return mapEntries(value, comparison, shown);
}

/** JSON shows an error by its own properties alone. That of a getter is not read again. */
function narrowerError(
  error: Error,
  other: object,
  shown: (entry: unknown, key: string) => unknown,
): unknown {
  const own = Object.entries(Object.getOwnPropertyDescriptors(error)).filter(
    ([, { enumerable }]) => enumerable,
  );
  const after = Object.fromEntries(
    own.map(([key, { get, value }]) => [key, get ? Reflect.get(other, key) : shown(value, key)]),
  );
  if (own.every(([key, { get, value }]) => !get && value === after[key])) return error;
  return { ...describeError(error, after), ...after };
}

function isRenderingOf(value: object, text: unknown): boolean {
  try {
    return JSON.stringify(value) === JSON.stringify(text);
  } catch {
    return false;
  }
}

/** Whether a string contains a value, as it is or as JSON writes it. */
export function occursIn(value: string | number | bigint, text: string): boolean {
  const plain = String(value);
  return text.includes(plain) || text.includes(JSON.stringify(plain).slice(1, -1));
}

function isReadable(value: unknown): value is string | number | bigint {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

/** Maps what JSON shows by entries, entry by entry, and returns anything else as it is. */
function mapEntries(
  value: unknown,
  comparison: Comparing,
  map: (entry: unknown, key: string) => unknown,
): unknown {
  const properties = isAnyObject(value) ? propertiesOf(value, comparison) : undefined;
  if (!properties) return value;
  if (Array.isArray(properties)) return properties.map((entry, index) => map(entry, String(index)));
  return Object.fromEntries(Object.entries(properties).map(([key, entry]) => [key, map(entry, key)]));
}
