import { oneLine } from './one-line.ts';
import { bytesOf, numberField, readFields } from './protobuf-fields.ts';

/** What a collector refused of a request that it took (OTLP specification, "Partial Success"). */
export interface Rejection {
  /** Spans, log records or data points. */
  readonly items: number;
  /** One line, safe to print. */
  readonly reason: string;
}

/** Reads the answer to an export, protobuf or JSON. Undefined where all was accepted, and where it cannot be read. */
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
      // A 64-bit number of protobuf is a string in JSON.
      items: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints),
      message: String(errorMessage ?? ''),
    };
  } catch {
    return { items: 0, message: '' };
  }
}
