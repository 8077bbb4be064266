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
import type { DecideHandedOver, Undecided } from './handed-over.ts';
import { Health } from './health.ts';
import { connectToMainThread, receiveFromWorkers } from './thread-relay.ts';
import { sendUndecided } from './undecided.ts';

/** How finished telemetry leaves this thread. */
export interface Delivery {
  readonly spans: BatchProcessor<ReadableSpan>;
  readonly logs: BatchProcessor<ReadableLogRecord>;
  /** Opens a further way out, beside the two that the environment configures. */
  open<Item>(route: Route, encode: Encode<Item>, options: BatchOptions): BatchProcessor<Item>;
  /** Has something done whenever everything is about to be handed over: what is not finished until it is asked for. */
  onDrain(action: () => void): void;
  /** Of a worker thread: the main thread decides whether what is added by `add` is exported. */
  readonly undecided?: (undecided: Undecided | undefined, add: () => void) => void;
  /** Of a thread that delivers for others: somebody decides on what they hand over undecided. */
  onUndecided?(decide: DecideHandedOver): void;
  /** Delivers everything that is finished now, blocking for at most the flush timeout. */
  deliverNow(): void;
  /** The event loop is empty: delivers now what an exit could not wait for. */
  deliverBeforeExit(): void;
}

const NO_WAIT = 'OTEL_RUN_FLUSH_TIMEOUT is 0';

/** A batch of one: what ended in a worker thread leaves it at once, before anyone can terminate the thread. */
const AT_ONCE = { maxQueueSize: 1, maxExportBatchSize: 1, scheduledDelayMillis: 0 };

/** Delivery by this process's own delivery thread. Batches of its worker threads join its own. */
export function createDelivery(env: NodeJS.ProcessEnv, settings: Settings, say: Say): Delivery {
  const { flushTimeout } = settings;
  const thread = new DeliveryThread(env, flushTimeout, settings.deliveryThread);
  const health = new Health(settings.development ? () => {} : say, monotonicNow);
  const budget = new Budget(settings.maxQueueBytes);
  const processors = new BatchProcessors(thread, health, budget);
  let endOfIdle: number | undefined;
  const fromWorkers = receiveFromWorkers(env, thread, health, budget);

  function drain(): void {
    fromWorkers.receive();
    processors.drain();
    // Last: what workers have handed over may be decided only now.
    fromWorkers.drain();
  }

  return {
    spans: openSpans(processors, settings, readBatchOptions(env, 'traces')),
    logs: openLogs(processors, settings, readBatchOptions(env, 'logs')),
    open: (route, encode, options) => processors.open(route, encode, options),
    onDrain: action => processors.onDrain(action),
    onUndecided: decide => fromWorkers.onUndecided(decide),
    deliverNow() {
      const start = monotonicNow();
      health.startExit();
      if (flushTimeout > 0) {
        thread.hurry(flushTimeout);
        drain();
        thread.settle();
      }
      thread.abandon();
      const undelivered = processors.undelivered(fromWorkers.undelivered());
      health.atExit(
        undelivered,
        flushTimeout > 0 ? 'the queue was full' : NO_WAIT,
        Math.round(monotonicNow() - start),
      );
    },
    deliverBeforeExit() {
      if (!thread.inProcess || flushTimeout <= 0) return;
      // A request that fails empties the event loop again: what waits is not sent for ever.
      endOfIdle ??= monotonicNow() + flushTimeout;
      if (monotonicNow() < endOfIdle) drain();
    },
  };
}

/** Delivery from a worker thread through the main thread, which outlives it. */
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
