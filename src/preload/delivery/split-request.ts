import type { Route } from '../../config/route.ts';

/**
 * Splits an encoded request into requests of one span, log record or metric each, with its resource and
 * scope. Requests of all signals have the same structure: a list of resources, each with a list of scopes,
 * each with a list of items.
 *
 * @returns nothing if the request has another structure
 */
export function splitRequest(route: Route, body: Uint8Array): Uint8Array[] {
  try {
    return route.protocol === 'http/json' ? splitJson(body) : split(body, RESOURCES, LEVELS);
  } catch {
    return [];
  }
}

/** The fields that hold the lists (opentelemetry-proto: `resource_spans`, `scope_spans`, `spans`). */
const RESOURCES = 1;
const LEVELS = [2, 2];

/** One piece for each message in a list, and in the lists within it. Each piece keeps all other fields. */
function split(message: Uint8Array, list: number, levels: readonly number[]): Uint8Array[] {
  const [next, ...deeper] = levels;
  const fields = [...messageFields(message)];
  const rest = fields.filter(({ number }) => number !== list).map(({ whole }) => whole);
  return fields
    .filter(({ number }) => number === list)
    .flatMap(({ content }) => (next === undefined ? [content] : split(content, next, deeper)))
    .map(content => Buffer.concat([...rest, encodeField(list, content)]));
}

interface Field {
  readonly number: number;
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

const LENGTH_DELIMITED = 2;

/**
 * The fields of a message. @throws if a field is not length-delimited: these messages have only such fields
 */
export function* messageFields(message: Uint8Array): Generator<Field> {
  for (let start = 0; start < message.length; ) {
    const [tag, afterTag] = readVarint(message, start);
    const [length, begin] = readVarint(message, afterTag);
    const end = begin + length;
    if ((tag & 7) !== LENGTH_DELIMITED || end > message.length)
      throw new Error('this is not an OTLP request');
    yield { number: tag >>> 3, whole: message.subarray(start, end), content: message.subarray(begin, end) };
    start = end;
  }
}

function readVarint(message: Uint8Array, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let index = start, factor = 1; index < message.length; index++, factor *= 128) {
    const byte = message[index] as number;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, index + 1];
  }
  throw new Error('this is not an OTLP request');
}

/** Encodes a length-delimited field. */
export function encodeField(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([
    encodeVarint((number << 3) | LENGTH_DELIMITED),
    encodeVarint(content.length),
    content,
  ]);
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

type Json = Readonly<Record<string, unknown>>;

function splitJson(body: Uint8Array): Uint8Array[] {
  return splitObject(JSON.parse(Buffer.from(body).toString()), 3).map(request =>
    Buffer.from(JSON.stringify(request)),
  );
}

/**
 * At each level, the list is the only property that is a list of objects; a resource and a scope are objects.
 */
function splitObject(object: Json, levels: number): Json[] {
  const name = Object.keys(object).find(key => Array.isArray(object[key]));
  if (levels === 0) return [object];
  if (name === undefined) return [];
  return (object[name] as Json[])
    .flatMap(entry => splitObject(entry, levels - 1))
    .map(entry => ({ ...object, [name]: [entry] }));
}
