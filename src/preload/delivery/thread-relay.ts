import { subscribe } from 'node:diagnostics_channel';
import type { BroadcastChannel } from 'node:worker_threads';
import type { Route } from '../../config/route.ts';
import { quietly } from '../../shared/quietly.ts';
import type { Signal } from '../../shared/signal.ts';
import { asAtStart } from '../foundation/as-at-start.ts';
import { beforeThreads, laterModule } from '../foundation/later-modules.ts';
import { isOwnThread } from '../foundation/own-thread.ts';
import { environmentData } from '../foundation/this-thread.ts';
import { readBatchOptions } from './batch-options.ts';
import { BatchProcessor } from './batch-processor.ts';
import { createBatchSender, type RequestSender } from './batch-sender.ts';
import type { Budget } from './budget.ts';
import type { Failure } from './failure.ts';
import type { DecideHandedOver, Undecided } from './handed-over.ts';
import type { Health, SignalCounts } from './health.ts';
import { joinRequests } from './join-requests.ts';
import { nextMessage } from './next-message.ts';
import { currentUndecided } from './undecided.ts';

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
  const channel = openChannel();
  const bytesInChannel = (environmentData(BYTES_IN_CHANNEL) ?? new Int32Array(1)) as Int32Array;
  return {
    send(route, body, onSettled) {
      if (Atomics.load(bytesInChannel, 0) + body.byteLength > mostBytes) {
        onSettled(CHANNEL_FULL);
        return;
      }
      Atomics.add(bytesInChannel, 0, body.byteLength);
      const relayed = { route, body, undecided: currentUndecided() } satisfies Relayed;
      asAtStart(() => channel.postMessage(relayed));
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
  const open = (route: Route) =>
    new BatchProcessor<Uint8Array>(
      createBatchSender(route, bodies => joinRequests(route, bodies), thread, health, budget),
      readBatchOptions(env, route.signal),
      {
        sizeOf: ({ byteLength }) => byteLength,
        budget,
        onDropped: bound => health.dropped(route.signal, bound),
      },
    );
  return new FromWorkers(open);
}

/** Requests that workers have handed over. */
export class FromWorkers {
  readonly #open: (route: Route) => BatchProcessor<Uint8Array>;
  readonly #bytesInChannel = new Int32Array(new SharedArrayBuffer(4));
  readonly #routes = new Map<string, { signal: Signal; processor: BatchProcessor<Uint8Array> }>();
  #channel: BroadcastChannel | undefined;
  #decide: DecideHandedOver | undefined;

  /** @param open creates the batch processor of a route */
  constructor(open: (route: Route) => BatchProcessor<Uint8Array>) {
    this.#open = open;
    beforeThreads(({ setEnvironmentData }) => setEnvironmentData(BYTES_IN_CHANNEL, this.#bytesInChannel));
    // Opened with the first worker thread: few processes ever have one.
    subscribe('worker_threads', message => {
      if (this.#channel || isOwnThread((message as { worker: unknown }).worker)) return;
      // What a listener throws here ends the application.
      quietly(() => asAtStart(() => this.#listen(openChannel())));
    });
  }

  #listen(channel: BroadcastChannel): void {
    channel.onmessage = event => this.#accept((event as MessageEvent).data as Relayed);
    this.#channel = channel;
  }

  /** Reads messages that wait in the channel of a blocked thread. */
  receive(): void {
    const next = () => nextMessage<Relayed>(this.#channel);
    for (let relayed = next(); relayed; relayed = next()) this.#accept(relayed.message);
  }

  /** Sets who decides which undecided requests are sent on. */
  onUndecided(decide: DecideHandedOver): void {
    this.#decide = decide;
  }

  /**
   * Sends on everything that has arrived, including messages that wait in the channel of a blocked thread.
   */
  drain(): void {
    this.receive();
    for (const { processor } of this.#routes.values()) processor.drain();
  }

  /** Items that wait to be sent. */
  undelivered(): SignalCounts {
    const counts = { traces: 0, logs: 0, metrics: 0 };
    for (const { signal, processor } of this.#routes.values()) counts[signal] += processor.pending;
    return counts;
  }

  #accept({ route, body, undecided }: Relayed): void {
    Atomics.sub(this.#bytesInChannel, 0, body.byteLength);
    if (undecided && this.#decide) this.#decide(undecided, route, body, decided => this.#add(route, decided));
    else this.#add(route, body);
  }

  #add(route: Route, body: Uint8Array): void {
    const key = JSON.stringify(route);
    let known = this.#routes.get(key);
    if (!known) {
      known = { signal: route.signal, processor: this.#open(route) };
      this.#routes.set(key, known);
    }
    known.processor.add(body);
  }
}

/** A channel between the threads of this process, which keeps none of them alive. */
function openChannel(): BroadcastChannel {
  const { BroadcastChannel } = laterModule('worker_threads');
  const channel = new BroadcastChannel(channelName());
  try {
    channel.unref();
    return channel;
  } catch (error) {
    // The application replaced the method before it loaded the module. The open channel would keep the process alive.
    channel.close();
    throw error;
  }
}
