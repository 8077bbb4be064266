/** A field of an encoded protobuf message: a number, or the bytes of a string or of a message. */
export type Field = readonly [number: number, value: number | Uint8Array];

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** The maximum number of fields to read: a collector's answer has only a few. */
const MOST_FIELDS = 100;

/** Reads the first fields of a message without its schema, as far as possible (protobuf.dev, "Encoding"). */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const readVarint = () => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at++] ?? Number.NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return Number.isNaN(byte) ? byte : value;
    }
    return Number.NaN;
  };
  while (at < message.length && fields.length < MOST_FIELDS) {
    const tag = readVarint();
    const type = tag % 8;
    const value = type === VARINT || type === BYTES ? readVarint() : 0;
    if (Number.isNaN(tag + value)) break;
    if (type === VARINT) fields.push([Math.floor(tag / 8), value]);
    else if (type === BYTES) fields.push([Math.floor(tag / 8), message.subarray(at, at + value)]);
    else if (type !== FIXED_64 && type !== FIXED_32) break;
    at += type === BYTES ? value : type === FIXED_64 ? 8 : type === FIXED_32 ? 4 : 0;
  }
  return fields;
}

/** The bytes of all fields with a field number. */
export function bytesOf(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.flatMap(([own, value]) => (own === number && typeof value !== 'number' ? [value] : []));
}

/** The value of the last numeric field with a field number, by default 0, as in protobuf. */
export function numberField(fields: readonly Field[], number: number): number {
  return fields.reduce(
    (last, [own, value]) => (own === number && typeof value === 'number' ? value : last),
    0,
  );
}
