import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Route } from '../../config/route.ts';
import type { Settings } from '../../config/settings.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { readBatchOptions } from './batch-options.ts';
import type { Batcher, BatchOptions } from './batcher.ts';
import { Budget } from './budget.ts';
import { Courier } from './courier.ts';
import type { DecideHandedOver, Undecided } from './handed-over.ts';
import { Health } from './health.ts';
import { type Encode, logEncoder, spanEncoder } from './outlet.ts';
import { connectToMainThread, receiveFromWorkers } from './thread-relay.ts';
import { sendUndecided } from './undecided.ts';
import { Ways } from './ways.ts';

/** How finished telemetry leaves this thread. */
export interface Delivery {
  readonly spans: Batcher<ReadableSpan>;
  readonly logs: Batcher<ReadableLogRecord>;
  /** Opens a further way out, beside the two that the environment configures. */
  open<Item>(route: Route, encode: Encode<Item>, options: BatchOptions): Batcher<Item>;
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

/** Delivery by this process's own courier. Batches of its worker threads join its own. */
export function createDelivery(env: NodeJS.ProcessEnv, settings: Settings, say: Say): Delivery {
  const { flushTimeout } = settings;
  const courier = new Courier(env, flushTimeout, settings.deliveryThread);
  const health = new Health(settings.development ? () => {} : say, monotonicNow);
  const budget = new Budget(settings.maxQueueBytes);
  const ways = new Ways(courier, health, budget);
  let endOfIdle: number | undefined;
  const fromWorkers = receiveFromWorkers(env, courier, health, budget);

  function drain(): void {
    fromWorkers.receive();
    ways.drain();
    // Last: what workers have handed over may be decided only now.
    fromWorkers.drain();
  }

  return {
    spans: openSpans(ways, settings, readBatchOptions(env, 'traces')),
    logs: openLogs(ways, settings, readBatchOptions(env, 'logs')),
    open: (route, encode, options) => ways.open(route, encode, options),
    onDrain: action => ways.onDrain(action),
    onUndecided: decide => fromWorkers.onUndecided(decide),
    deliverNow() {
      const start = monotonicNow();
      health.startExit();
      if (flushTimeout > 0) {
        courier.hurry(flushTimeout);
        drain();
        courier.settle();
      }
      courier.abandon();
      const undelivered = ways.undelivered(fromWorkers.undelivered());
      health.atExit(
        undelivered,
        flushTimeout > 0 ? 'the queue was full' : NO_WAIT,
        Math.round(monotonicNow() - start),
      );
    },
    deliverBeforeExit() {
      if (!courier.inProcess || flushTimeout <= 0) return;
      // A request that fails empties the event loop again: what waits is not sent for ever.
      endOfIdle ??= monotonicNow() + flushTimeout;
      if (monotonicNow() < endOfIdle) drain();
    },
  };
}

/** Delivery from a worker thread through the main thread, which outlives it. */
export function createWorkerDelivery(settings: Settings, say: Say): Delivery {
  const { maxQueueBytes } = settings;
  const ways = new Ways(
    connectToMainThread(maxQueueBytes),
    new Health(say, monotonicNow),
    new Budget(maxQueueBytes),
  );
  return {
    spans: openSpans(ways, settings, AT_ONCE),
    logs: openLogs(ways, settings, AT_ONCE),
    open: (route, encode) => ways.open(route, encode, AT_ONCE),
    onDrain: action => ways.onDrain(action),
    undecided: sendUndecided,
    deliverNow: () => ways.drain(),
    deliverBeforeExit() {},
  };
}

function openSpans(ways: Ways, settings: Settings, options: BatchOptions): Batcher<ReadableSpan> {
  const protocol = settings.protocol.traces as Route['protocol'];
  return ways.open({ signal: 'traces', protocol }, spanEncoder(protocol), options);
}

function openLogs(ways: Ways, settings: Settings, options: BatchOptions): Batcher<ReadableLogRecord> {
  const protocol = settings.protocol.logs as Route['protocol'];
  return ways.open({ signal: 'logs', protocol }, logEncoder(protocol), options);
}
