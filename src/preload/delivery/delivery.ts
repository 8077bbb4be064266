import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Route } from '../../config/route.ts';
import type { Settings } from '../../config/settings.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { readBatchOptions } from './batch-options.ts';
import type { BatchOptions, BatchProcessor } from './batch-processor.ts';
import { BatchProcessors } from './batch-processors.ts';
import { Budget } from './budget.ts';
import { DeliveryThread } from './delivery-thread.ts';
import { type Encode, logEncoder, spanEncoder } from './encoders.ts';
import type { UseOfThread } from './from-here.ts';
import type { DecideHandedOver, Undecided } from './handed-over.ts';
import { Health } from './health.ts';
import { connectToMainThread, receiveFromWorkers } from './thread-relay.ts';
import { sendUndecided } from './undecided.ts';

/** How finished telemetry leaves this thread. */
export interface Delivery {
  readonly spans: BatchProcessor<ReadableSpan>;
  readonly logs: BatchProcessor<ReadableLogRecord>;
  /** Bytes that may wait for a decision or to be sent, in the thread that decides. */
  readonly budget?: Budget;
  /** Opens another route beside the two that the environment configures. */
  open<Item>(route: Route, encode: Encode<Item>, options: BatchOptions): BatchProcessor<Item>;
  /** Sets an action to run before each item that is added; it is told whether no other item of its kind waits. */
  onAdd(action: (isFirst: boolean) => void): void;
  /** Adds an action to run before everything is handed over, for items that are only finished on request. */
  onDrain(action: () => void): void;
  /** In a worker thread: the main thread decides whether to export the items that `add` adds. */
  readonly undecided?: (undecided: Undecided | undefined, add: () => void) => void;
  /** In a thread that delivers for others: sets who decides about the undecided items that they hand over. */
  onUndecided?(decide: DecideHandedOver): void;
  /**
   * Delivers everything that is finished now, blocking for at most the flush timeout.
   *
   * @param waited milliseconds of that time that the end has already taken; default 0
   * @param midway called after a second of that, or when everything is delivered
   */
  deliverNow(waited?: number, midway?: () => void): void;
  /** The event loop is empty: delivers the items that an exit could not wait for. */
  deliverBeforeExit(): void;
}

const NO_WAIT = 'OTEL_RUN_FLUSH_TIMEOUT is 0';
const FULL = 'the queue was full';

/** A batch of one: items of a worker thread leave it at once, before anyone can terminate the thread. */
const AT_ONCE = { maxQueueSize: 1, maxExportBatchSize: 1, scheduledDelayMillis: 0 };

/** Delivers through this process's own delivery thread. Batches of its worker threads join its own. */
export function createDelivery(env: NodeJS.ProcessEnv, settings: Settings, say: Say): Delivery {
  const { flushTimeout, development, maxQueueBytes } = settings;
  const thread = new DeliveryThread(env, flushTimeout, useOfThread(settings));
  const health = new Health(development ? () => {} : say, monotonicNow);
  const budget = new Budget(maxQueueBytes);
  const processors = new BatchProcessors(thread, health, budget);
  let endOfIdle: number | undefined;
  const fromWorkers = receiveFromWorkers(env, thread, health, budget);

  const drain = () => {
    fromWorkers.receive();
    processors.drain();
    // Last, because items from workers may be decided only now.
    fromWorkers.drain();
  };

  return {
    spans: openSpans(processors, settings, readBatchOptions(env, 'traces')),
    logs: openLogs(processors, settings, readBatchOptions(env, 'logs')),
    budget,
    open: (route, encode, options) => processors.open(route, encode, options),
    onAdd: action => processors.onAdd(action),
    onDrain: action => processors.onDrain(action),
    onUndecided: decide => fromWorkers.onUndecided(decide),
    deliverNow(waited = 0, midway) {
      const start = monotonicNow();
      health.startExit();
      if (flushTimeout > 0) drainWithin(Math.max(flushTimeout - waited, 1), thread, drain, midway);
      thread.abandon();
      const undelivered = processors.undelivered(fromWorkers.undelivered());
      health.atExit(undelivered, flushTimeout > 0 ? FULL : NO_WAIT, Math.round(monotonicNow() - start));
    },
    deliverBeforeExit() {
      if (!thread.inProcess || flushTimeout <= 0) return;
      // A failed request empties the event loop again: waiting items are not resent for ever.
      endOfIdle ??= monotonicNow() + flushTimeout;
      if (monotonicNow() < endOfIdle) drain();
    },
  };
}

/** A function on AWS Lambda delivers after each invocation, and waits for that without a thread. */
function useOfThread({ deliveryThread, runtimeApi }: Settings): UseOfThread {
  if (!deliveryThread) return 'never';
  return runtimeApi === undefined ? 'always' : 'at exit';
}

/** Hands everything over, and blocks until the delivery thread has sent it or the time is up. */
function drainWithin(
  flushTimeout: number,
  thread: DeliveryThread,
  drain: () => void,
  midway: (() => void) | undefined,
): void {
  thread.hurry(flushTimeout);
  drain();
  thread.settle(midway);
}

/** Delivers from a worker thread through the main thread, which outlives it. */
export function createWorkerDelivery(settings: Settings, say: Say): Delivery {
  const { maxQueueBytes } = settings;
  const processors = new BatchProcessors(
    connectToMainThread(maxQueueBytes),
    new Health(say, monotonicNow),
    new Budget(maxQueueBytes),
  );
  return {
    spans: openSpans(processors, settings, AT_ONCE),
    logs: openLogs(processors, settings, AT_ONCE),
    open: (route, encode) => processors.open(route, encode, AT_ONCE),
    onAdd: action => processors.onAdd(action),
    onDrain: action => processors.onDrain(action),
    undecided: sendUndecided,
    deliverNow: () => processors.drain(),
    deliverBeforeExit() {},
  };
}

function openSpans(
  processors: BatchProcessors,
  settings: Settings,
  options: BatchOptions,
): BatchProcessor<ReadableSpan> {
  const protocol = settings.protocol.traces as Route['protocol'];
  return processors.open({ signal: 'traces', protocol }, spanEncoder(protocol), options);
}

function openLogs(
  processors: BatchProcessors,
  settings: Settings,
  options: BatchOptions,
): BatchProcessor<ReadableLogRecord> {
  const protocol = settings.protocol.logs as Route['protocol'];
  return processors.open({ signal: 'logs', protocol }, logEncoder(protocol), options);
}
