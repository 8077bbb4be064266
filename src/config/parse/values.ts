/** Whether a value counts as not set: absent, empty or blank (specification, configuration/common). */
export function isBlank(value: string | undefined): value is undefined | '' {
  return value === undefined || value.trim() === '';
}

/** `true` or `false` in any case, surrounding space ignored. Anything else, and a blank value, is `undefined`. */
export function parseBoolean(value: string | undefined): boolean | undefined {
  const text = value?.trim().toLowerCase();
  if (text === 'true') return true;
  if (text === 'false') return false;
  return undefined;
}

/**
 * The effective boolean: `fallback` if nothing is set, true for `true` in any case, otherwise false, as the
 * specification requires (configuration/common, "Boolean"). `parseBoolean` detects values that are neither.
 */
export function readBoolean(value: string | undefined, fallback: boolean): boolean {
  return isBlank(value) ? fallback : parseBoolean(value) === true;
}

/** Limits of a number. Both ends belong to the range. */
export interface NumberRange {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * A finite number within the range, in any notation that the SDK's own `Number()` reads (`1e3`, `0x10`).
 * Anything else, and a blank value, is `undefined`.
 */
export function parseNumber(value: string | undefined, range: NumberRange = {}): number | undefined {
  if (isBlank(value)) return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  if (number < (range.min ?? Number.NEGATIVE_INFINITY) || number > (range.max ?? Number.POSITIVE_INFINITY)) {
    return undefined;
  }
  return number;
}

/** The entries between commas, trimmed, empty ones left out. A blank value is `undefined`; `","` is an empty list. */
export function parseList(value: string | undefined): readonly string[] | undefined {
  if (isBlank(value)) return undefined;
  return value
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
}

/**
 * Whether a value begins or ends with a quotation mark. `docker --env-file`, systemd and YAML block scalars keep
 * the quotes of `NAME="value"` as part of the value.
 */
export function isQuoted(value: string): boolean {
  return /^["']|["']$/.test(value.trim());
}

/** Whether a value contains an unreplaced reference: `${HOST}`, `$(HOST)`, `{{ .host }}`. */
export function hasUnexpandedReference(value: string): boolean {
  return /\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}/.test(value);
}

/**
 * Whether a whole value is a placeholder: a reference (also `$NAME` or `%NAME%`), or a document's `<name>`.
 */
export function isPlaceholder(value: string): boolean {
  return hasUnexpandedReference(value) || /^(\$\w+|%\w+%|<[^>]*>)$/.test(value.trim());
}
