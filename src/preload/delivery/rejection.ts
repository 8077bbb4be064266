import { oneLine } from './one-line.ts';
import { bytesOf, numberField, readFields } from './protobuf-fields.ts';

/** The part of an accepted request that a collector refused (OTLP specification, "Partial Success"). */
export interface Rejection {
  /** Spans, log records or data points. */
  readonly items: number;
  /** One line, safe to print. */
  readonly reason: string;
}

/**
 * Reads the answer to an export, protobuf or JSON. Undefined if all was accepted or the answer is unreadable.
 */
export function readRejection(answer: Uint8Array, contentType = ''): Rejection | undefined {
  const { items, message } = contentType.startsWith('application/json')
    ? readJson(answer)
    : readProtobuf(answer);
  if (!(items > 0) || !Number.isSafeInteger(items)) return undefined;
  return { items, reason: oneLine(`the collector rejected ${items}${message && `: ${message}`}`) };
}

/** The answers of all signals look alike: field 1 holds the number of rejected items and a message. */
function readProtobuf(answer: Uint8Array): { items: number; message: string } {
  const partialSuccess = readFields(bytesOf(readFields(answer), 1).at(-1) ?? new Uint8Array());
  return {
    items: numberField(partialSuccess, 1),
    message: new TextDecoder().decode(bytesOf(partialSuccess, 2).at(-1)),
  };
}

function readJson(answer: Uint8Array): { items: number; message: string } {
  try {
    const { partialSuccess } = JSON.parse(new TextDecoder().decode(answer));
    const { rejectedSpans, rejectedLogRecords, rejectedDataPoints, errorMessage } = partialSuccess;
    return {
      // Protobuf's 64-bit numbers are strings in JSON.
      items: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints),
      message: String(errorMessage ?? ''),
    };
  } catch {
    return { items: 0, message: '' };
  }
}
