import {
  type Context,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type TraceState,
  trace,
} from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { LocalRoot } from '../../delivery/handed-over.ts';
import { Existing } from '../../foundation/bound-context.ts';
import type { SamplingVerdict } from './decide.ts';
import { LocalTrace } from './local-trace.ts';
import { randomnessOf, readSamplingState } from './threshold.ts';

const SAMPLED = 1;

/** The local trace that a span belongs to, in a private field of the span. */
class Membership extends Existing {
  readonly #trace: LocalTrace;
  readonly #isRoot: boolean;

  constructor(span: object, trace: LocalTrace, isRoot: boolean) {
    super(span);
    this.#trace = trace;
    this.#isRoot = isRoot;
  }

  static of(span: object): LocalTrace | undefined {
    return #trace in span ? span.#trace : undefined;
  }

  static isRoot(span: object): boolean {
    return #isRoot in span && span.#isRoot;
  }
}

/** Exports a span: with the verdict on its trace, or unchanged for another thread to decide. */
export type Pass = (verdict?: SamplingVerdict) => void;

/** Handles the spans of local traces. */
export interface SpanKeeper {
  /** A local root began. */
  begin(trace: LocalTrace): void;
  /** Finds a trace by its id alone, whether it is open or decided. */
  find(traceId: string): LocalTrace | undefined;
  /** A span ended. If it is the local root, so did the trace. */
  end(trace: LocalTrace, span: ReadableSpan, isRoot: boolean, pass: Pass): void;
}

/** The local trace that a context is in. */
export function localTraceIn(active: Context): LocalTrace | undefined {
  const span = trace.getSpan(active);
  return span && Membership.of(span);
}

/**
 * Runs before the exporting processors. Sampled spans pass when their local trace is kept, with its threshold
 * in `tracestate`.
 *
 * @param isCountable whether the probability of a root's head sampling is known even if no threshold is
 *   written
 */
export function samplingSpanProcessor(
  keeper: SpanKeeper,
  exporting: readonly SpanProcessor[],
  isCountable: boolean,
): SpanProcessor {
  const exportNow = (span: ReadableSpan) => {
    for (const processor of exporting) processor.onEnd(span);
  };
  return {
    onStart(span, parent) {
      for (const processor of exporting) processor.onStart(span, parent);
      if (!isSampled(span)) return;
      const above = isLocalRoot(span) ? undefined : traceAbove(keeper, span, parent);
      const local = above ?? new LocalTrace(span.spanContext().traceId, () => readRoot(span, isCountable));
      new Membership(span, local, above === undefined);
      if (!above) keeper.begin(local);
    },
    onEnding(span) {
      for (const processor of exporting) processor.onEnding?.(span);
    },
    onEnd(span) {
      const local = Membership.of(span);
      if (!local) return exportNow(span);
      if (span.status.code === SpanStatusCode.ERROR) local.hasError = true;
      keeper.end(local, span, Membership.isRoot(span), verdict => {
        if (verdict?.keep === false) return;
        if (verdict) writeThreshold(span.spanContext(), local, verdict);
        exportNow(span);
      });
    },
    async forceFlush() {
      await Promise.all(exporting.map(processor => processor.forceFlush()));
    },
    async shutdown() {
      await Promise.all(exporting.map(processor => processor.shutdown()));
    },
  };
}

/** Changes the context itself: an ended span no longer needs it, and a copy per span costs more. */
function writeThreshold(context: SpanContext, local: LocalTrace, verdict: SamplingVerdict): void {
  const traceState = local.traceStateOf(context.traceState, verdict);
  (context as { traceState?: TraceState | undefined }).traceState = traceState;
}

function isSampled(span: Span): boolean {
  return (span.spanContext().traceFlags & SAMPLED) !== 0;
}

/** Whether a trace begins with the span, or enters this process with it. */
function isLocalRoot({ parentSpanContext }: ReadableSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}

/** Found by the parent itself, or by the trace id if only the ids of the parent were kept. */
function traceAbove(keeper: SpanKeeper, span: Span, parent: Context): LocalTrace | undefined {
  return localTraceIn(parent) ?? keeper.find(span.spanContext().traceId);
}

function readRoot(span: ReadableSpan, isCountable: boolean): LocalRoot {
  const context = span.spanContext();
  const { spanId, traceState } = context;
  const state = readSamplingState(traceState);
  const start = hrTimeToMilliseconds(span.startTime);
  return {
    spanId,
    start,
    traceState,
    names: namesOf(span),
    milliseconds: span.ended ? hrTimeToMilliseconds(span.duration) : Date.now() - start,
    randomness: randomnessOf(context, state),
    threshold: state.threshold,
    isCountable,
  };
}

/** The span's name. A request without a route is named by its method alone, so its path is a second name. */
function namesOf({ name, kind, attributes }: ReadableSpan): readonly string[] {
  if (kind !== SpanKind.SERVER || attributes['http.route'] !== undefined) return [name];
  const method = attributes['http.request.method'] ?? attributes['http.method'];
  const path = attributes['url.path'] ?? pathOf(attributes['http.target']);
  return method === undefined || path === undefined ? [name] : [name, `${method} ${path}`];
}

function pathOf(target: unknown): string | undefined {
  return typeof target === 'string' ? target.split('?', 1)[0] : undefined;
}
