import { type MessagePort, workerData } from 'node:worker_threads';
import { Exporter } from './exporter.ts';
import { replaceLookUp } from './names/replace-look-up.ts';
import { silenceThread } from './silent-thread.ts';
import type { ExportResult, ToThread } from './thread-messages.ts';
import { applyWire } from './wire/apply-wire.ts';

/** The thread's start data. */
interface ThreadData {
  readonly port: MessagePort;
  /** Counts results, so that a blocked main thread can wait for the next one. */
  readonly settled: Int32Array;
}

silenceThread();
replaceLookUp();

const { port, settled } = workerData as ThreadData;

const exporter = new Exporter((result: ExportResult) => {
  port.postMessage(result);
  Atomics.add(settled, 0, 1);
  Atomics.notify(settled, 0);
});

port.on('message', (message: ToThread) => {
  if (message.type === 'wire') applyWire(message.wire);
  else exporter.accept(message);
});
