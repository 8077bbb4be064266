import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { loadPart } from '../foundation/parts.ts';
import type { SettleParcel } from './deliverer.ts';
import type { ToThread } from './parcel.ts';

/**
 * Delivers from this thread, by the delivery thread's own code. A request under way keeps the process alive.
 *
 * @param timeoutMillis that a delivery may take, and so the most that it holds the process
 */
export function deliverInProcess(settle: SettleParcel, timeoutMillis: number): (message: ToThread) => void {
  const { Deliverer } = loadPart('deliverer');
  const deliverer = new Deliverer(settle, Math.max(1, timeoutMillis));
  return message => context.with(suppressTracing(context.active()), () => deliverer.accept(message));
}
