import { performance } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { type ProcessReportLine, REPORT_VARIABLE } from '../shared/process-report-line.ts';
import type { Delivery } from './delivery/delivery.ts';
import { appendFileSync } from './foundation/intrinsics.ts';
import type { Providers } from './sdk/providers.ts';

const SAMPLED = 1;

const SPANS_NAMED = 5;

/** Tells `otel-run smoke` whether this thread was initialized, and what it left unfinished. */
export interface ProcessReport {
  skipped(reason: string): void;
  /** From now on open spans are counted. */
  initialized(providers: Providers): void;
  /** Wraps the delivery, to also record how the last one went. */
  watch(delivery: Delivery): Delivery;
}

/**
 * The report of this thread; undefined if nobody asked for one. It never throws.
 *
 * @param script the application's entry, if PM2's own script loads it
 */
export function createProcessReport(
  env: NodeJS.ProcessEnv,
  script: string | undefined,
): ProcessReport | undefined {
  const file = env[REPORT_VARIABLE];
  if (!file) return undefined;
  const open = new Set<object>();
  const thread = { pid: process.pid, threadId, timeOrigin: performance.timeOrigin };
  const decided = { ...thread, event: 'decision' as const, ppid: process.ppid, argv: argvWith(script) };
  return {
    skipped: reason => append(file, { ...decided, decision: 'skipped', reason, instanceId: null }),
    initialized({ tracerProvider }) {
      const { attributes, spanProcessors } = insidesOf(tracerProvider);
      spanProcessors?.push(openSpanCounter(open));
      const instanceId = attributes?.['service.instance.id'];
      append(file, {
        ...decided,
        decision: 'initialized',
        reason: null,
        instanceId: typeof instanceId === 'string' ? instanceId : null,
      });
    },
    watch: delivery => ({
      ...delivery,
      deliverNow(waited, midway) {
        const before = performance.now();
        delivery.deliverNow(waited, midway);
        const { spans, logs } = delivery;
        append(file, {
          ...thread,
          event: 'exit',
          openSpans: [...open].slice(0, SPANS_NAMED).map(span => String(Reflect.get(span, 'name'))),
          openSpanCount: open.size,
          flushMs: Math.round(performance.now() - before),
          lost: spans.pending + spans.dropped + logs.pending + logs.dropped,
        });
      },
    }),
  };
}

/** In cluster mode, the arguments are still those of PM2. */
function argvWith(script: string | undefined): readonly string[] {
  return script === undefined ? process.argv : [process.argv[0] ?? '', script];
}

/**
 * The SDK exposes neither resource nor processors, and only the SDK creates a configuration file's provider.
 */
function insidesOf(tracerProvider: object) {
  const insides = tracerProvider as {
    readonly _resource?: { readonly attributes?: Readonly<Record<string, unknown>> };
    readonly _activeSpanProcessor?: { readonly _spanProcessors?: SpanProcessor[] };
  };
  return {
    attributes: insides._resource?.attributes,
    spanProcessors: insides._activeSpanProcessor?._spanProcessors,
  };
}

function openSpanCounter(open: Set<object>): SpanProcessor {
  return {
    onStart(span) {
      if ((span.spanContext().traceFlags & SAMPLED) !== 0) open.add(span);
    },
    onEnd: span => void open.delete(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

/** A single write, so that the lines of processes that end at the same time stay whole. */
function append(file: string, line: ProcessReportLine): void {
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  } catch {
    // A report that cannot be written must not disturb the application.
  }
}
