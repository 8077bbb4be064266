import { type MessagePort, workerData } from 'node:worker_threads';
import type { Parcel, Receipt, Route, ToThread } from './parcel.ts';
import { createTransport, type Transport } from './transport.ts';

/** What the thread is started with. */
interface ThreadData {
  readonly port: MessagePort;
  /** Counts receipts, so that a blocked main thread can wait for the next one. */
  readonly settled: Int32Array;
}

const { port, settled } = workerData as ThreadData;
const transports = new Map<string, Transport>();
const underWay = new Map<number, Parcel>();

port.on('message', (message: ToThread) => {
  if (message.type === 'send') {
    underWay.set(message.parcel.id, message.parcel);
    deliver(message.parcel, message.parcel.timeoutMillis);
  } else {
    hurry(message.milliseconds);
  }
});

function deliver(parcel: Parcel, timeoutMillis: number | undefined): void {
  try {
    transportFor(parcel.route, timeoutMillis).send(parcel.body, error => settle(parcel.id, error));
  } catch (error) {
    settle(parcel.id, error instanceof Error ? error.message : String(error));
  }
}

/** Exporters may sit in a retry's back-off or on a dead connection: each parcel is sent again, at once. */
function hurry(milliseconds: number): void {
  for (const parcel of underWay.values()) deliver(parcel, milliseconds);
}

function settle(id: number, error: string | undefined): void {
  if (!underWay.delete(id)) return;
  port.postMessage({ id, error } satisfies Receipt);
  Atomics.add(settled, 0, 1);
  Atomics.notify(settled, 0);
}

function transportFor(route: Route, timeoutMillis: number | undefined): Transport {
  const key = JSON.stringify([route, timeoutMillis]);
  let transport = transports.get(key);
  if (!transport) {
    transport = createTransport(route, timeoutMillis);
    transports.set(key, transport);
  }
  return transport;
}
