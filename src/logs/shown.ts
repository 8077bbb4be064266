import { isError } from '../shared/is-error.ts';
import { DEEPEST } from './plain-value.ts';
import { REDACTED } from './secrets.ts';

/**
 * Hides everything in a value that is missing in a string rendered from it. If an application rewrites the
 * rendered line, no more than this may be exported.
 */
export function onlyShown(value: unknown, text: string, depth = 0): unknown {
  if (depth > DEEPEST) return REDACTED;
  if (isReadable(value)) return occursIn(value, text) ? value : REDACTED;
  if (isError(value)) {
    return { message: onlyShown(value.message, text), stack: onlyShown(value.stack, text) };
  }
  return mapEntries(value, entry => onlyShown(entry, text, depth + 1));
}

/** One rendering of a record: its fields, and all of them as text. */
export interface Rendering {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: () => string;
}

/** The most redacted value of a field: its own, or what the renderings of the same record show of it. */
export function mostRedacted(key: string, value: unknown, renderings: readonly Rendering[]): unknown {
  if (renderings.length === 0) return value;
  return renderings
    .map(({ fields, text }) => narrower(value, fields[key], text))
    .reduce((narrowest, next) => bothHidden(value, narrowest, next));
}

/** The value as two renderings show it together. What either hides is hidden. */
function bothHidden(value: unknown, one: unknown, other: unknown): unknown {
  if (one === value || other === undefined) return other;
  if (other === value || one === undefined) return one;
  if (isObject(value) && isObject(one) && isObject(other)) {
    return mapEntries(value, (entry, key) =>
      bothHidden(entry, Reflect.get(one, key), Reflect.get(other, key)),
    );
  }
  // One rendering shows the object, the other a replacement for it.
  if (isObject(one) || isObject(other)) return isObject(other) ? one : other;
  return isReadable(one) && !occursIn(one, String(other)) ? other : one;
}

/** If a rendering has moved a value elsewhere, its text still contains the value, so it is not hidden. */
function narrower(value: unknown, other: unknown, text: () => string, depth = 0): unknown {
  if (depth > DEEPEST || value === other || value === undefined || Number.isNaN(value)) return value;
  if (isReadable(value)) {
    if (other === undefined) return occursIn(value, text()) ? value : undefined;
    return isReadable(other) && occursIn(value, String(other)) ? value : other;
  }
  if (isObject(value)) {
    if (isReadable(other) && !isError(value)) return isRenderingOf(value, other) ? value : other;
    return mapEntries(value, (entry, key) =>
      narrower(entry, isObject(other) ? Reflect.get(other, key) : undefined, text, depth + 1),
    );
  }
  return other === undefined ? value : other;
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Maps lists and plain objects entry by entry, and returns anything else as it is. */
function mapEntries(value: unknown, map: (entry: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => map(entry, String(index)));
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, map(entry, key)]));
}
