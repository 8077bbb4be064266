import { type MessagePort, workerData } from 'node:worker_threads';
import { Deliverer } from './deliverer.ts';
import { replaceLookUp } from './names/replace-look-up.ts';
import type { Receipt, ToThread } from './parcel.ts';
import { silenceThread } from './silent-thread.ts';
import { applyWire } from './wire/apply-wire.ts';

/** What the thread is started with. */
interface ThreadData {
  readonly port: MessagePort;
  /** Counts receipts, so that a blocked main thread can wait for the next one. */
  readonly settled: Int32Array;
}

silenceThread();
replaceLookUp();

const { port, settled } = workerData as ThreadData;

const deliverer = new Deliverer((id, failure, rejection) => {
  port.postMessage({ id, failure, rejection } satisfies Receipt);
  Atomics.add(settled, 0, 1);
  Atomics.notify(settled, 0);
});

port.on('message', (message: ToThread) => {
  if (message.type === 'wire') applyWire(message.wire);
  else deliverer.accept(message);
});
