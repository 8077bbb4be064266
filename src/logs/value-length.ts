/** The length limit of a value if OpenTelemetry's settings have none, and the highest limit in use. */
let fallback = Number.POSITIVE_INFINITY;
let longest = Number.POSITIVE_INFINITY;

/** The lengths at which the SDK cuts strings. */
const cutAt = new Set<number>();

let onCut = () => {};

/**
 * The maximum number of characters in all strings of one log record, unless a single string may be longer.
 */
const MOST_CHARACTERS = 2 ** 20;

/** Limits from OpenTelemetry's variables or a configuration file. */
interface Limits {
  attributeValueLengthLimit?: number;
}

/**
 * Limits the length of values from now on (`OTEL_RUN_MAX_VALUE_LENGTH`).
 *
 * @param whenCut called when the first value is cut
 */
export function limitValues(length: number, whenCut: () => void): void {
  fallback = length;
  longest = length;
  onCut = () => {
    onCut = () => {};
    whenCut();
  };
}

/**
 * Adds our limit of values to limits of the SDK that have none. If the SDK allows more, our records may be as
 * long.
 */
export function withValueLimit<Given extends Limits>(limits: Given): Given & Required<Limits> {
  const attributeValueLengthLimit = limits.attributeValueLengthLimit ?? fallback;
  longest = Math.max(longest, attributeValueLengthLimit);
  cutAt.add(attributeValueLengthLimit);
  return { ...limits, attributeValueLengthLimit };
}

/** The maximum number of characters in all strings of one log record. */
export function mostCharacters(): number {
  return Math.max(MOST_CHARACTERS, longest);
}

/** Cuts a string to its exported part. */
export function cutText(text: string): string {
  if (text.length <= longest) return text;
  onCut();
  return copied(text.slice(0, longest));
}

/** Cuts bytes to their exported part. */
export function cutBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength <= longest) return bytes;
  onCut();
  return bytes.slice(0, longest);
}

/** Copies a string if the SDK may have cut it. */
export function copyIfCut(text: string): string {
  if (!cutAt.has(text.length)) return text;
  if (text.length === fallback) onCut();
  return copied(text);
}

/** A part of a string keeps the whole string in memory (sliced strings in V8). A copy does not. */
function copied(part: string): string {
  return Buffer.from(part).toString();
}
