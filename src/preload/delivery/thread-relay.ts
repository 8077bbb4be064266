import { subscribe } from 'node:diagnostics_channel';
import {
  BroadcastChannel,
  getEnvironmentData,
  receiveMessageOnPort,
  setEnvironmentData,
} from 'node:worker_threads';
import type { Route } from '../../config/route.ts';
import { isOwnThread } from '../foundation/own-thread.ts';
import { readBatchOptions } from './batch-options.ts';
import { BatchProcessor } from './batch-processor.ts';
import { createBatchSender, type RequestSender } from './batch-sender.ts';
import type { Budget } from './budget.ts';
import type { Failure } from './failure.ts';
import type { DecideHandedOver, Undecided } from './handed-over.ts';
import type { Health, SignalCounts } from './health.ts';
import { joinRequests } from './join-requests.ts';
import { currentUndecided } from './undecided.ts';

/** Requests that workers have handed over. */
export interface FromWorkers {
  /** Reads messages that wait in the channel of a blocked thread. */
  receive(): void;
  /** Sets who decides which undecided requests are sent on. */
  onUndecided(decide: DecideHandedOver): void;
  /**
   * Sends on everything that has arrived, including messages that wait in the channel of a blocked thread.
   */
  drain(): void;
  /** Items that wait to be sent. */
  undelivered(): SignalCounts;
}

/** One encoded request on its way from a worker thread to the main thread. */
interface Relayed {
  readonly route: Route;
  readonly body: Uint8Array;
  /** Set if the main thread decides whether to export the request. */
  readonly undecided?: Undecided | undefined;
}

const channelName = () => `otel-run:${process.pid}`;

/**
 * Key of the environment data with which worker threads inherit the count of bytes in the channel of a
 * blocked main thread.
 */
const BYTES_IN_CHANNEL = 'otel-run:bytes-in-channel';

const CHANNEL_FULL: Failure = { reason: 'the main thread is blocked', retry: 'never' };

/**
 * The worker thread's end: hands a request to the main thread. A posted message survives the end of the
 * thread, even by `terminate()`, which ends a thread without warning.
 */
export function connectToMainThread(mostBytes: number): RequestSender {
  const channel = new BroadcastChannel(channelName());
  channel.unref();
  const bytesInChannel = (getEnvironmentData(BYTES_IN_CHANNEL) ?? new Int32Array(1)) as Int32Array;
  return {
    send(route, body, onSettled) {
      if (Atomics.load(bytesInChannel, 0) + body.byteLength > mostBytes) {
        onSettled(CHANNEL_FULL);
        return;
      }
      Atomics.add(bytesInChannel, 0, body.byteLength);
      channel.postMessage({ route, body, undecided: currentUndecided() } satisfies Relayed);
      onSettled(undefined);
    },
  };
}

/** The main thread's end. It joins requests of workers into batches by the same rules as its own spans. */
export function receiveFromWorkers(
  env: NodeJS.ProcessEnv,
  thread: RequestSender,
  health: Health,
  budget: Budget,
): FromWorkers {
  const bytesInChannel = new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(BYTES_IN_CHANNEL, bytesInChannel);
  const processors = new Map<string, BatchProcessor<Uint8Array>>();
  let channel: BroadcastChannel | undefined;

  let decide: DecideHandedOver | undefined;

  function accept({ route, body, undecided }: Relayed): void {
    Atomics.sub(bytesInChannel, 0, body.byteLength);
    if (undecided && decide) decide(undecided, route, body, decided => add(route, decided));
    else add(route, body);
  }

  function add(route: Route, body: Uint8Array): void {
    const key = JSON.stringify(route);
    let processor = processors.get(key);
    if (!processor) {
      processor = new BatchProcessor(
        createBatchSender(route, bodies => joinRequests(route, bodies), thread, health, budget),
        readBatchOptions(env, route.signal),
        {
          sizeOf: ({ byteLength }) => byteLength,
          budget,
          onDropped: bound => health.dropped(route.signal, bound),
        },
      );
      processors.set(key, processor);
    }
    processor.add(body);
  }

  function takeIn(): void {
    for (let next = receive(channel); next; next = receive(channel)) accept(next.message);
  }

  // Opened with the first worker thread: few processes ever have one.
  subscribe('worker_threads', message => {
    if (channel || isOwnThread((message as { worker: unknown }).worker)) return;
    channel = new BroadcastChannel(channelName());
    channel.onmessage = event => accept((event as MessageEvent).data as Relayed);
    channel.unref();
  });

  return {
    receive: takeIn,
    onUndecided(decider) {
      decide = decider;
    },
    drain() {
      takeIn();
      for (const processor of processors.values()) processor.drain();
    },
    undelivered() {
      return countPending(processors);
    },
  };
}

function countPending(processors: ReadonlyMap<string, BatchProcessor<Uint8Array>>): SignalCounts {
  const counts = { traces: 0, logs: 0, metrics: 0 };
  for (const [key, processor] of processors) {
    const { signal } = JSON.parse(key) as Route;
    counts[signal] += processor.pending;
  }
  return counts;
}

function receive(channel: BroadcastChannel | undefined): { message: Relayed } | undefined {
  return channel && receiveMessageOnPort(channel as never);
}
