import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Route } from '../../config/route.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { loadPart } from '../foundation/parts.ts';
import { countItems } from './batch.ts';
import type { Outcome, Send } from './batcher.ts';
import type { Budget } from './budget.ts';
import type { Courier } from './courier.ts';
import { type Failure, isTooLarge } from './failure.ts';
import type { Health } from './health.ts';
import { joinRequests } from './join-requests.ts';
import type { Group, Pack } from './queue.ts';
import type { Rejection } from './rejection.ts';

/** Encodes one OTLP request. */
export type Encode<Item> = (items: readonly Item[]) => Uint8Array | undefined;

/** Takes an encoded request away: the courier, or from a worker thread the main thread. */
export type Carrier = Pick<Courier, 'send'> & Partial<Pick<Courier, 'prepare'>>;

/** The SDK's encoder for spans of a route. */
export function spanEncoder(protocol: Route['protocol']): Encode<ReadableSpan> {
  const serializer = isJson(protocol)
    ? loadPart('json-encoders').JsonTraceSerializer
    : ProtobufTraceSerializer;
  return spans => serializer.serializeRequest([...spans]);
}

/** The SDK's encoder for log records of a route. */
export function logEncoder(protocol: Route['protocol']): Encode<ReadableLogRecord> {
  const serializer = isJson(protocol) ? loadPart('json-encoders').JsonLogsSerializer : ProtobufLogsSerializer;
  return records => serializer.serializeRequest([...records]);
}

function isJson(protocol: Route['protocol']): boolean {
  return protocol === 'http/json';
}

/**
 * Where batches leave the process: encoded, carried away, and counted by what became of them.
 *
 * @param health is told of every batch that arrived or failed
 */
export function createOutlet<Item>(
  route: Route,
  encode: Encode<Item>,
  carrier: Carrier,
  health: Health,
  budget: Budget,
): Send<Item> {
  return (groups, settle) => {
    let copied = 0;
    const onSettled = (failure: Failure | undefined, rejection?: Rejection) => {
      budget.release(copied);
      const outcome = outcomeOf(failure, copied);
      const lost = settle(outcome);
      if (failure && outcome === 'too-large') {
        if (lost > 0) health.tooLarge(route.signal, lost, failure.reason);
        return;
      }
      if (failure) return health.failed(route.signal, lost, failure.reason);
      // A collector counts data points where a batch counts metrics.
      const rejected = Math.min(rejection?.items ?? 0, countItems(groups));
      health.arrived(route.signal, countItems(groups) - rejected);
      if (rejection) health.rejected(route.signal, rejected, rejection.reason);
    };
    try {
      const body = encodeAll(route, groups, encode);
      if (body) {
        // What waits stays here until its fate is known: on its way is a copy.
        copied = body.byteLength;
        budget.hold(copied);
        carrier.send(route, body, onSettled);
      } else onSettled({ reason: 'the batch could not be encoded', retry: 'never' });
    } catch (error) {
      onSettled({ reason: errorMessage(error), retry: 'never' });
    }
  };
}

function outcomeOf(failure: Failure | undefined, bytes: number): Outcome {
  if (!failure) return 'arrived';
  if (isTooLarge(failure, bytes)) return 'too-large';
  return failure.retry === 'never' ? 'lost' : 'again';
}

/**
 * Encodes items while they wait, where encoded requests can be joined without a look into them. What still waits for
 * attributes of its resource, and what cannot be encoded, stays as it is until it is sent.
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

function encodeAll<Item>(
  route: Route,
  groups: readonly Group<Item>[],
  encode: Encode<Item>,
): Uint8Array | undefined {
  if (groups.every(({ body }) => body === undefined))
    return encode(groups.flatMap(({ items }) => items ?? []));
  const bodies = groups.map(({ body, items }) => body ?? encode(items));
  return joinRequests(
    route,
    bodies.filter(body => body !== undefined),
  );
}
