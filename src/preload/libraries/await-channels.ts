import type { AsyncLocalStorage } from 'node:async_hooks';
import { type Channel, channel } from 'node:diagnostics_channel';
import type { Context } from '@opentelemetry/api';
import { PUBLISHED_CHANNELS } from '../../libraries/published-channels.ts';
import type { AwaitedModules } from '../hooks/awaited-modules.ts';

/** Libraries that otel-run itself traces by their channels. */
const TRACED = ['ai', 'graphql', 'h3'] as const;

/** Enables what waits for a library with the first operation that it publishes: in a bundle, its modules are not seen. */
export function awaitChannels(awaited: AwaitedModules, storage: AsyncLocalStorage<Context>): void {
  for (const name of TRACED) onOperation(PUBLISHED_CHANNELS[name], storage, () => awaited.activate(name));
}

type ContextOf = (message: unknown) => Context;

/** What decides the context of the operations on a channel, once something traces them. */
const deciding = new WeakMap<Channel, ContextOf>();

/** Runs the operations that begin on a channel in a context: also one that `onOperation` has waited for. */
export function decideContext(
  begins: Channel,
  storage: AsyncLocalStorage<Context>,
  contextOf: ContextOf,
): void {
  begins.bindStore(storage, contextOf);
  deciding.set(begins, contextOf);
}

/**
 * Calls a function with the first operation that is published on any of these tracing channels. A store is asked before
 * the subscribers get the message, so those that are added by the function get it too. A store that the function binds
 * would decide only from the next operation on.
 *
 * @returns a function to wait no longer
 */
export function onOperation(
  names: readonly string[],
  storage: AsyncLocalStorage<Context>,
  listen: () => void,
): () => void {
  let waiting = true;
  const channels = names.map(name => channel(`tracing:${name}:start`));
  for (const one of channels) {
    one.bindStore(storage, message => {
      if (waiting) {
        waiting = false;
        listen();
      }
      return deciding.get(one)?.(message) ?? (storage.getStore() as Context);
    });
  }
  return () => {
    if (waiting) for (const one of channels) one.unbindStore(storage);
    waiting = false;
  };
}
