import type { Signal } from '../shared/signal.ts';
import type { OtlpFields } from './fields.ts';
import { messageType } from './otlp-schema.ts';
import { asRefusal, Refusal } from './refusal.ts';

export type Format = 'protobuf' | 'json';

/** The message of each signal's request. */
export const REQUEST_TYPES = {
  traces: messageType('TracesRequest'),
  logs: messageType('LogsRequest'),
  metrics: messageType('MetricsRequest'),
} as const;

/**
 * Decodes the body of an export request into one shape, regardless of its format. An empty
 * protobuf body is an empty request.
 *
 * @throws Refusal `malformed` when the bytes are not a message in this format.
 */
export function decodeRequest(signal: Signal, format: Format, body: Uint8Array): OtlpFields {
  return format === 'json' ? decodeJson(body) : decodeProtobuf(signal, body);
}

function decodeProtobuf(signal: Signal, body: Uint8Array): OtlpFields {
  const type = REQUEST_TYPES[signal];
  try {
    return type.toObject(type.decode(body), { longs: BigInt });
  } catch (error) {
    throw new Refusal('malformed', `the body is not OTLP protobuf: ${asRefusal(error).message}`);
  }
}

function decodeJson(body: Uint8Array): OtlpFields {
  const request = parseJson(body);
  if (typeof request === 'object' && request !== null && !Array.isArray(request))
    return request as OtlpFields;
  throw new Refusal('malformed', 'the body is not OTLP JSON: expected an object');
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Refusal('malformed', `the body is not JSON: ${asRefusal(error).message}`);
  }
}
