import type { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { PUBLISHED_CHANNELS } from '../../libraries/published-channels.ts';
import type { AwaitedModules } from '../hooks/awaited-modules.ts';

/** Libraries that otel-run itself traces by their channels. */
const TRACED = ['ai', 'graphql'] as const;

/** Enables what waits for a library with the first operation that it publishes: in a bundle, its modules are not seen. */
export function awaitChannels(awaited: AwaitedModules, storage: AsyncLocalStorage<unknown>): void {
  for (const name of TRACED) onOperation(PUBLISHED_CHANNELS[name], storage, () => awaited.activate(name));
}

/**
 * Calls a function with the first operation that is published on any of these tracing channels. A store is asked before
 * the subscribers get the message, so those that are added by the function get it too; they replace the store.
 *
 * @returns a function to wait no longer
 */
export function onOperation(
  names: readonly string[],
  storage: AsyncLocalStorage<unknown>,
  listen: () => void,
): () => void {
  let waiting = true;
  const channels = names.map(name => channel(`tracing:${name}:start`));
  for (const one of channels) {
    one.bindStore(storage, () => {
      if (waiting) {
        waiting = false;
        listen();
      }
      return storage.getStore();
    });
  }
  return () => {
    if (waiting) for (const one of channels) one.unbindStore(storage);
    waiting = false;
  };
}
