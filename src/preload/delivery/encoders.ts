import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Route } from '../../config/route.ts';
import { loadPart } from '../foundation/parts.ts';
import type { Pack } from './queue.ts';

/** Encodes one OTLP request. */
export type Encode<Item> = (items: readonly Item[]) => Uint8Array | undefined;

/** The SDK's encoder for spans of a route. */
export function spanEncoder(protocol: Route['protocol']): Encode<ReadableSpan> {
  return spans => encodersOf(protocol).traces.serializeRequest([...spans]);
}

/** The SDK's encoder for log records of a route. */
export function logEncoder(protocol: Route['protocol']): Encode<ReadableLogRecord> {
  return records => encodersOf(protocol).logs.serializeRequest([...records]);
}

/** Loaded with the first span or record: many processes end without one. */
function encodersOf(protocol: Route['protocol']): Encoders {
  return loadPart(protocol === 'http/json' ? 'json-encoders' : 'protobuf-encoders');
}

type Encoders = typeof import('./json-encoders.ts') | typeof import('./protobuf-encoders.ts');

/**
 * Encodes items while they wait, if encoded requests can be joined without decoding them. Items that wait for
 * attributes of their resource, or cannot be encoded, stay as they are until they are sent.
 */
export function packer<Item>(route: Route, encode: Encode<Item>): Pack<Item> | undefined {
  if (route.protocol === 'http/json') return undefined;
  return items => {
    try {
      return items.some(waitsForResource) ? undefined : encode(items);
    } catch {
      return undefined;
    }
  };
}

function waitsForResource(item: unknown): boolean {
  return (item as Partial<ReadableSpan>).resource?.asyncAttributesPending === true;
}
