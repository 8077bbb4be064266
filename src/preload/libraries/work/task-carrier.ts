import { type Context, context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { type Carrier, extractContext } from '../../../work/carrier.ts';

/** The property of a pool's own message, beside the task, that leads to whoever ran the task. */
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
 * The context of whoever ran the task of a message, outside everything if nobody did. The message is then
 * as the pool sent it.
 */
export function takeContext(message: unknown): Context {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, CARRIER))
    return ROOT_CONTEXT;
  const carrier: unknown = Reflect.get(message, CARRIER);
  Reflect.deleteProperty(message, CARRIER);
  return typeof carrier === 'object' && carrier !== null ? extractContext(carrier) : ROOT_CONTEXT;
}
