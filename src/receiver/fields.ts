import { Refusal } from './refusal.ts';
import type { Attributes, AttributeValue } from './telemetry.ts';

/**
 * One decoded OTLP message: lowerCamelCase names as in OTLP/JSON. Ids and bytes are a string (JSON) or bytes
 * (protobuf), 64-bit integers a string or number (JSON) or a bigint (protobuf). Absent fields are defaults.
 */
export type OtlpFields = Readonly<Record<string, unknown>>;

/** The messages of a repeated field. */
export function messagesOf(message: OtlpFields, name: string): readonly OtlpFields[] {
  return listOf(message, name).map(item => asMessage(item, name));
}

/** The message of a field, empty if it is absent. */
export function messageOf(message: OtlpFields, name: string): OtlpFields {
  return asMessage(message[name] ?? {}, name);
}

/** The items of a repeated field. */
export function listOf(message: OtlpFields, name: string): readonly unknown[] {
  const value = message[name] ?? [];
  return Array.isArray(value) ? value : reject(name, 'a list', value);
}

export function textOf(message: OtlpFields, name: string): string {
  const value = message[name] ?? '';
  return typeof value === 'string' ? value : reject(name, 'a string', value);
}

/** A 32-bit integer, or an enum, which OTLP/JSON writes as an integer, never as a name. */
export function integerOf(message: OtlpFields, name: string): number {
  const value = message[name] ?? 0;
  return typeof value === 'number' && Number.isInteger(value) ? value : reject(name, 'an integer', value);
}

/** A 64-bit integer. Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function bigintOf(message: OtlpFields, name: string): bigint {
  return asBigint(message[name] ?? 0, name);
}

/** A double, or a 64-bit integer rounded to one. JSON writes NaN and the infinities as strings. */
export function numberOf(message: OtlpFields, name: string): number {
  return asNumber(message[name] ?? 0, name);
}

export function asNumber(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) && value !== 'NaN' ? reject(name, 'a number', value) : number;
}

/** An id in lower-case hex; null if it is absent or all zeros, which OpenTelemetry defines as no id. */
export function idOf(message: OtlpFields, name: string, byteLength: 8 | 16): string | null {
  const value = message[name] ?? '';
  const id =
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : textOf(message, name).toLowerCase();
  if (id === '' || /^0+$/.test(id)) return null;
  const valid = id.length === byteLength * 2 && /^[0-9a-f]+$/.test(id);
  return valid ? id : reject(name, `${byteLength} bytes${typeof value === 'string' ? ' in hex' : ''}`, id);
}

/** A list of key-value pairs as an object. If a key appears twice, the last value wins. */
export function attributesOf(message: OtlpFields, name = 'attributes'): Attributes {
  return Object.fromEntries(
    messagesOf(message, name).map(pair => [textOf(pair, 'key'), attributeValueOf(messageOf(pair, 'value'))]),
  );
}

/** OTLP's `AnyValue` as a plain value; null for the empty value. */
export function attributeValueOf(any: OtlpFields): AttributeValue {
  if (any.stringValue != null) return textOf(any, 'stringValue');
  if (any.boolValue != null) return asBoolean(any.boolValue, 'boolValue');
  if (any.intValue != null) return safeInteger(bigintOf(any, 'intValue'));
  if (any.doubleValue != null) return numberOf(any, 'doubleValue');
  if (any.arrayValue != null) return messagesOf(messageOf(any, 'arrayValue'), 'values').map(attributeValueOf);
  if (any.kvlistValue != null) return attributesOf(messageOf(any, 'kvlistValue'), 'values');
  if (any.bytesValue != null) return asBytes(any.bytesValue, 'bytesValue');
  return null;
}

export function asBoolean(value: unknown, name: string): boolean {
  return typeof value === 'boolean' ? value : reject(name, 'a boolean', value);
}

function asMessage(value: unknown, name: string): OtlpFields {
  const isMessage = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMessage ? (value as OtlpFields) : reject(name, 'an object', value);
}

function asBigint(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  return reject(name, 'a 64-bit integer', value);
}

function safeInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function asBytes(value: unknown, name: string): Uint8Array {
  if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'base64'));
  return value instanceof Uint8Array ? new Uint8Array(value) : reject(name, 'bytes in base64', value);
}

function reject(name: string, expected: string, value: unknown): never {
  const seen = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  throw new Refusal(
    'malformed',
    `${name} is not ${expected}: ${[...seen.slice(0, 200)].slice(0, 60).join('')}`,
  );
}
