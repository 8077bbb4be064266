import type { Type } from 'protobufjs';
import type { OtlpFields } from './fields.ts';

/** OTLP/JSON writes these bytes in hexadecimal, all others in base64. */
const HEX = ['traceId', 'spanId', 'parentSpanId'];

/**
 * Types whose values may be packed into one field, with the bytes of a value; 0 if that depends on the value.
 */
const NUMBERS: Readonly<Record<string, number>> = {
  double: 8,
  fixed64: 8,
  sfixed64: 8,
  fixed32: 4,
  bool: 1,
  int32: 0,
  uint32: 0,
  sint32: 0,
  int64: 0,
  uint64: 0,
};

/**
 * Computes the bytes of a decoded OTLP message as uncompressed protobuf, regardless of its original format.
 * Fields that the receiver does not read are not counted. Source:
 * https://protobuf.dev/programming-guides/encoding/
 */
export function protobufSize(type: Type, message: OtlpFields): number {
  let size = 0;
  for (const field of type.fieldsArray) {
    const value = message[field.name];
    if (value === undefined || value === null) continue;
    const tag = varintSize(field.id * 8);
    const sizeOf = (item: unknown) => valueSize(field.name, field.type, field.resolve().resolvedType, item);
    const items = Array.isArray(value) ? value : [value];
    if (!(field.type in NUMBERS)) for (const item of items) size += tag + delimited(sizeOf(item));
    else if (!field.repeated) size += tag + sizeOf(value);
    else if (items.length > 0) size += tag + delimited(items.reduce((sum, item) => sum + sizeOf(item), 0));
  }
  return size;
}

/** The bytes of a message or string, including its length prefix. */
export function delimited(size: number): number {
  return varintSize(size) + size;
}

/** The bytes of an integer; a negative one takes ten. */
export function varintSize(value: number): number {
  if (value < 0) return 10;
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

function valueSize(name: string, type: string, resolved: unknown, value: unknown): number {
  if (type in NUMBERS) return NUMBERS[type] || varintSize(Number(value));
  if (type === 'string') return Buffer.byteLength(String(value));
  if (type !== 'bytes') return protobufSize(resolved as Type, Object(value));
  if (value instanceof Uint8Array) return value.length;
  return HEX.includes(name) ? String(value).length / 2 : Buffer.byteLength(String(value), 'base64');
}
