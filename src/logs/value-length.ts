/** Characters of a value where nothing else is configured, and what a record's text may have at most. */
let fallback = Number.POSITIVE_INFINITY;
let longest = Number.POSITIVE_INFINITY;

/** Lengths of strings that the SDK has cut. */
const cutAt = new Set<number>();

let onCut = () => {};

/** Characters of all strings of one log record together, unless a single one may be longer. */
const MOST_CHARACTERS = 2 ** 20;

/** Limits that OpenTelemetry's variables or a configuration file set. */
interface Limits {
  attributeValueLengthLimit?: number;
}

/**
 * Limits values from now on (`OTEL_RUN_MAX_VALUE_LENGTH`).
 *
 * @param whenCut called at the first value that is cut for it
 */
export function limitValues(length: number, whenCut: () => void): void {
  fallback = length;
  longest = length;
  onCut = () => {
    onCut = () => {};
    whenCut();
  };
}

/** Limits of the SDK, with ours where they do not limit values. A limit that allows more holds for our records, too. */
export function withValueLimit<Given extends Limits>(limits: Given): Given & Required<Limits> {
  const attributeValueLengthLimit = limits.attributeValueLengthLimit ?? fallback;
  longest = Math.max(longest, attributeValueLengthLimit);
  cutAt.add(attributeValueLengthLimit);
  return { ...limits, attributeValueLengthLimit };
}

/** Characters that the strings of one log record may have together. */
export function mostCharacters(): number {
  return Math.max(MOST_CHARACTERS, longest);
}

/** As much of a string as is exported. */
export function cutText(text: string): string {
  if (text.length <= longest) return text;
  onCut();
  return copied(text.slice(0, longest));
}

/** As much of bytes as is exported. */
export function cutBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength <= longest) return bytes;
  onCut();
  return bytes.slice(0, longest);
}

/** A text that the SDK may have cut at a limit. */
export function copyIfCut(text: string): string {
  if (!cutAt.has(text.length)) return text;
  if (text.length === fallback) onCut();
  return copied(text);
}

/** A part of a string keeps the whole of it in memory (V8's sliced strings): a copy does not. */
function copied(part: string): string {
  return Buffer.from(part).toString();
}
