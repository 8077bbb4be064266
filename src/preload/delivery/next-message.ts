import type { BroadcastChannel, MessagePort } from 'node:worker_threads';
import { laterModule } from '../foundation/later-modules.ts';

/** A message that waits for a thread that is blocked, so that no listener can get it; undefined if there is none. */
export function nextMessage<Message>(
  from: MessagePort | BroadcastChannel | undefined,
): { readonly message: Message } | undefined {
  return from && laterModule('worker_threads').receiveMessageOnPort(from as MessagePort);
}
