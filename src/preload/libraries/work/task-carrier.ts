import { type Context, context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { type Carrier, extractContext } from '../../../work/carrier.ts';

/** A property of the pool's own message about a task. It leads to the span that was active where the task was started. */
const CARRIER = 'otel-run.carrier';

/** What leads to the active span from another thread; undefined if there is none. */
export function carrierOfTask(): Carrier | undefined {
  const carrier: Carrier = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length === 0 ? undefined : carrier;
}

/** A copy of a pool's message that also has the carrier. */
export function withCarrier(message: object, carrier: Carrier): object {
  return { ...message, [CARRIER]: carrier };
}

/**
 * The context in which the task of a message was started; the root context if the message has none. Removes the
 * carrier, so that the message is as the pool sent it.
 */
export function takeContext(message: unknown): Context {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, CARRIER))
    return ROOT_CONTEXT;
  const carrier: unknown = Reflect.get(message, CARRIER);
  Reflect.deleteProperty(message, CARRIER);
  return contextOf(carrier);
}

/** The context that a carrier leads to; the root context if it is none. */
export function contextOf(carrier: unknown): Context {
  return typeof carrier === 'object' && carrier !== null ? extractContext(carrier) : ROOT_CONTEXT;
}
