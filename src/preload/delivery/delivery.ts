import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Say } from '../diagnostics.ts';
import type { Settings } from '../settings.ts';
import { readBatchOptions } from './batch-options.ts';
import { Batcher } from './batcher.ts';
import { Courier } from './courier.ts';
import { Health } from './health.ts';
import { type Carrier, createOutlet, logEncoder, spanEncoder } from './outlet.ts';
import type { Route } from './parcel.ts';
import { connectToMainThread, receiveFromWorkers } from './thread-relay.ts';

/** How finished spans and log records leave this thread. */
export interface Delivery {
  readonly spans: Batcher<ReadableSpan>;
  readonly logs: Batcher<ReadableLogRecord>;
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
  const courier = new Courier(env, flushTimeout);
  const health = new Health(settings.development ? () => {} : say, Date.now);
  const spans = new Batcher(spanOutlet(settings, courier, health), readBatchOptions(env, 'traces'));
  const logs = new Batcher(logOutlet(settings, courier, health), readBatchOptions(env, 'logs'));
  const fromWorkers = receiveFromWorkers(env, courier, health);

  function drain(): void {
    fromWorkers.drain();
    spans.drain();
    logs.drain();
  }

  return {
    spans,
    logs,
    deliverNow() {
      const start = Date.now();
      health.startExit();
      if (flushTimeout > 0) {
        courier.hurry(flushTimeout);
        drain();
        courier.settle();
      }
      courier.abandon();
      const relayed = fromWorkers.undelivered();
      const undelivered = {
        traces: spans.pending + spans.dropped + (relayed.traces ?? 0),
        logs: logs.pending + logs.dropped + (relayed.logs ?? 0),
      };
      health.atExit(undelivered, flushTimeout > 0 ? 'the queue was full' : NO_WAIT, Date.now() - start);
    },
    deliverBeforeExit() {
      if (courier.inProcess && flushTimeout > 0) drain();
    },
  };
}

/** Delivery from a worker thread through the main thread, which outlives it. */
export function createWorkerDelivery(settings: Settings, say: Say): Delivery {
  const carrier = connectToMainThread();
  const health = new Health(say, Date.now);
  return {
    spans: new Batcher(spanOutlet(settings, carrier, health), AT_ONCE),
    logs: new Batcher(logOutlet(settings, carrier, health), AT_ONCE),
    deliverNow() {},
    deliverBeforeExit() {},
  };
}

function spanOutlet(settings: Settings, carrier: Carrier, health: Health) {
  const protocol = settings.protocol.traces as Route['protocol'];
  return createOutlet<ReadableSpan>({ signal: 'traces', protocol }, spanEncoder(protocol), carrier, health);
}

function logOutlet(settings: Settings, carrier: Carrier, health: Health) {
  const protocol = settings.protocol.logs as Route['protocol'];
  return createOutlet<ReadableLogRecord>({ signal: 'logs', protocol }, logEncoder(protocol), carrier, health);
}
