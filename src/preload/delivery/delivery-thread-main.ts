import { type MessagePort, workerData } from 'node:worker_threads';
import { Exporter } from './exporter.ts';
import { replaceLookUp } from './names/replace-look-up.ts';
import { silenceThread } from './silent-thread.ts';
import type { ExportResult, ToThread } from './thread-messages.ts';
import { applyWire } from './wire/apply-wire.ts';

/** The thread's start data. */
interface ThreadData {
  readonly port: MessagePort;
  /** Counts the start of this thread and results, so that a blocked main thread can wait for the next one. */
  readonly settled: Int32Array;
}

silenceThread();
replaceLookUp();

const { port, settled } = workerData as ThreadData;

const exporter = new Exporter((result: ExportResult) => {
  port.postMessage(result);
  count();
});

// This thread has started.
count();

port.on('message', (message: ToThread) => {
  if (message.type === 'wire') applyWire(message.wire);
  else exporter.accept(message);
});

function count(): void {
  Atomics.add(settled, 0, 1);
  Atomics.notify(settled, 0);
}
