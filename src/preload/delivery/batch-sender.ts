import type { Route } from '../../config/route.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { countItems } from './batch.ts';
import type { BatchOutcome, SendBatch } from './batch-processor.ts';
import type { Budget } from './budget.ts';
import type { DeliveryThread } from './delivery-thread.ts';
import type { Encode } from './encoders.ts';
import { type Failure, isTooLarge } from './failure.ts';
import type { Health } from './health.ts';
import { joinRequests } from './join-requests.ts';
import type { Group } from './queue.ts';
import type { Rejection } from './rejection.ts';

/** Takes encoded requests: the delivery thread, or in a worker thread the main thread. */
export type RequestSender = Pick<DeliveryThread, 'send'> & Partial<Pick<DeliveryThread, 'prepare'>>;

/**
 * Creates the function that sends a batch for a batch processor: it encodes the batch, hands it to the sender
 * and reports the result.
 *
 * @param health is told of every batch that arrived or failed
 */
export function createBatchSender<Item>(
  route: Route,
  encode: Encode<Item>,
  sender: RequestSender,
  health: Health,
  budget: Budget,
): SendBatch<Item> {
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
      if (failure) return health.failed(route.signal, lost, failure);
      // A collector counts data points, a batch counts metrics.
      const rejected = Math.min(rejection?.items ?? 0, countItems(groups));
      health.arrived(route.signal, countItems(groups) - rejected);
      if (rejection) health.rejected(route.signal, rejected, rejection.reason);
    };
    try {
      const body = encodeAll(route, groups, encode);
      if (body) {
        // The items stay in the queue until their fate is known: the body is a copy.
        copied = body.byteLength;
        budget.hold(copied);
        sender.send(route, body, onSettled);
      } else onSettled({ reason: 'the batch could not be encoded', retry: 'never' });
    } catch (error) {
      onSettled({ reason: errorMessage(error), retry: 'never' });
    }
  };
}

function outcomeOf(failure: Failure | undefined, bytes: number): BatchOutcome {
  if (!failure) return 'arrived';
  if (isTooLarge(failure, bytes)) return 'too-large';
  return failure.retry === 'never' ? 'lost' : 'again';
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
