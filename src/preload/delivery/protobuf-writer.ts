import { halvesOf, sizeOfVarint } from './protobuf-integers.ts';

/** Bytes of an empty writer. It grows as needed. */
const FIRST_SIZE = 2 ** 16;

/** Larger buffers are not kept for the next request. */
const LARGEST_IDLE = 2 ** 20;

/** The largest varint has 64 bits, of which each byte holds 7. */
const LONGEST_VARINT = 10;

/** From this length on, the engine's encoder is faster than a loop. A shorter string's length takes one byte. */
const LONG = 128;

/** The values of hexadecimal digits, by their character code. */
const DIGITS = new Uint8Array(LONG);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

let idle: ProtobufWriter | undefined;

/**
 * Writes protobuf messages (https://protobuf.dev/programming-guides/encoding/) for the serializers of
 * `@opentelemetry/otlp-transformer`, in place of the writer there (`scripts/build/own-modules.mjs`): the same bytes
 * in one pass, without an object for each id.
 */
export class ProtobufWriter {
  /** Where the next byte goes. */
  pos = 0;
  #buffer: Uint8Array;
  #view: DataView;
  readonly #encoder = new TextEncoder();

  /** @param size bytes that it holds before it grows */
  constructor(size = FIRST_SIZE) {
    this.#buffer = new Uint8Array(size);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** An empty writer, until `giveBack`. */
  static borrow(): ProtobufWriter {
    const writer = idle ?? new ProtobufWriter();
    idle = undefined;
    writer.pos = 0;
    return writer;
  }

  /** Keeps the writer for the next `borrow`. @returns a copy of what was written */
  giveBack(): Uint8Array {
    if (this.#buffer.length <= LARGEST_IDLE) idle = this;
    return this.#buffer.slice(0, this.pos);
  }

  /** What was written, in the writer's own memory. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.pos);
  }

  /** Leaves room for the length of a message, of one byte. @returns where it goes */
  startLengthDelimited(): number {
    this.#reserve(1);
    return this.pos++;
  }

  /** Writes the length of a message that began behind `start`, and moves the message if it takes more bytes. */
  finishLengthDelimited(start: number, length: number): void {
    if (length < LONG) {
      this.#buffer[start] = length;
      return;
    }
    const more = sizeOfVarint(length) - 1;
    this.#reserve(more);
    this.#buffer.copyWithin(start + 1 + more, start + 1, this.pos);
    const end = this.pos + more;
    this.pos = start;
    this.writeVarint(length);
    this.pos = end;
  }

  /** A field's number and wire type. */
  writeTag(field: number, wireType: number): void {
    this.writeVarint((field << 3) | wireType);
  }

  /** An integer. Negative ones are 64-bit two's complement. */
  writeVarint(value: number): void {
    this.#reserve(LONGEST_VARINT);
    if (value >= 0 && value < 2 ** 32) {
      let left = value;
      for (; left >= LONG; left >>>= 7) this.#buffer[this.pos++] = (left & 127) | 128;
      this.#buffer[this.pos++] = left;
      return;
    }
    let [low, high] = halvesOf(value);
    while (high > 0 || low >= LONG) {
      this.#buffer[this.pos++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#buffer[this.pos++] = low;
  }

  /** An integer in zigzag encoding, of 32 bits. */
  writeSint32(value: number): void {
    this.writeVarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** An unsigned integer of 32 bits. */
  writeFixed32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.pos, value, true);
    this.pos += 4;
  }

  /** An integer of 64 bits, given as two halves. */
  writeFixed64(low: number, high: number): void {
    this.#reserve(8);
    this.#view.setUint32(this.pos, low, true);
    this.#view.setUint32(this.pos + 4, high, true);
    this.pos += 8;
  }

  /** An integer of 64 bits, which may be negative. */
  writeSfixed64(value: number): void {
    this.writeFixed64(...halvesOf(value));
  }

  /** A double. */
  writeDouble(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.pos, value, true);
    this.pos += 8;
  }

  /** Bytes, behind their number. */
  writeBytes(bytes: Uint8Array): void {
    this.writeVarint(bytes.length);
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  /** The bytes that hexadecimal digits stand for, behind their number: an id of a trace or of a span. */
  writeHex(digits: string): void {
    const { length } = digits;
    this.writeVarint(length >>> 1);
    this.#reserve(length >>> 1);
    const buffer = this.#buffer;
    let at = this.pos;
    for (let index = 0; index + 1 < length; index += 2) {
      const high = DIGITS[digits.charCodeAt(index)] as number;
      buffer[at++] = (high << 4) | (DIGITS[digits.charCodeAt(index + 1)] as number);
    }
    this.pos = at;
  }

  /** A string in UTF-8, behind the number of its bytes. */
  writeString(text: string): void {
    const { length } = text;
    if (length >= LONG) {
      this.writeBytes(this.#encoder.encode(text));
      return;
    }
    this.#reserve(length + 1);
    const buffer = this.#buffer;
    let at = this.pos;
    buffer[at++] = length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.writeBytes(this.#encoder.encode(text));
        return;
      }
      buffer[at++] = code;
    }
    this.pos = at;
  }

  #reserve(bytes: number): void {
    const needed = this.pos + bytes;
    if (needed > this.#buffer.length) this.#grow(needed);
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}
