import type { Attributes, AttributeValue } from '../../receiver/telemetry.ts';
import type { JsonMap, JsonValue } from '../model/json.ts';

/** Attributes as JSON. */
export function toJsonMap(attributes: Attributes): JsonMap {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, toJsonValue(value)]));
}

/** A value as JSON: bytes as base64, NaN and the infinities as strings, as in OTLP/JSON. */
export function toJsonValue(value: AttributeValue): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return isList(value) ? value.map(toJsonValue) : toJsonMap(value);
}

/** Converts nanoseconds to milliseconds since 1970, with a fraction. */
export function toMs(nanoseconds: bigint): number {
  return Number(nanoseconds / 1000n) / 1000;
}

function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
