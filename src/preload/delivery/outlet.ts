import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Send } from './batcher.ts';
import type { Courier } from './courier.ts';
import type { Health } from './health.ts';
import type { Route } from './parcel.ts';

/** Encodes one OTLP request. */
export type Encode<Item> = (items: Item[]) => Uint8Array | undefined;

/** Takes an encoded request away: the courier, or from a worker thread the main thread. */
export type Carrier = Pick<Courier, 'send'>;

/** The SDK's encoder for spans of a route. */
export function spanEncoder(protocol: Route['protocol']): Encode<ReadableSpan> {
  const serializer = protocol === 'http/json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return spans => serializer.serializeRequest(spans);
}

/** The SDK's encoder for log records of a route. */
export function logEncoder(protocol: Route['protocol']): Encode<ReadableLogRecord> {
  const serializer = protocol === 'http/json' ? JsonLogsSerializer : ProtobufLogsSerializer;
  return records => serializer.serializeRequest(records);
}

/**
 * Where batches leave the process: encoded, carried away, and counted by what became of them.
 *
 * @param health is told of every batch that arrived or was given up
 */
export function createOutlet<Item>(
  route: Route,
  encode: Encode<Item>,
  carrier: Carrier,
  health: Health,
): Send<Item> {
  return (items, done) => {
    const settle = (error: string | undefined) => {
      health.report(route.signal, items.length, error);
      done();
    };
    try {
      const body = encode(items);
      if (body) carrier.send(route, body, settle);
      else settle('the batch could not be encoded');
    } catch (error) {
      settle(error instanceof Error ? error.message : String(error));
    }
  };
}
