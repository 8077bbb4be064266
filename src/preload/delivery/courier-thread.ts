import { type MessagePort, workerData } from 'node:worker_threads';
import { createDeliverer } from './deliverer.ts';
import type { Receipt } from './parcel.ts';

/** What the thread is started with. */
interface ThreadData {
  readonly port: MessagePort;
  /** Counts receipts, so that a blocked main thread can wait for the next one. */
  readonly settled: Int32Array;
}

const { port, settled } = workerData as ThreadData;

port.on(
  'message',
  createDeliverer((id, failure) => {
    port.postMessage({ id, failure } satisfies Receipt);
    Atomics.add(settled, 0, 1);
    Atomics.notify(settled, 0);
  }),
);
