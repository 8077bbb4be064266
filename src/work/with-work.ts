import {
  type Attributes,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { type Carrier, extractContext, linksTo } from './carrier.ts';
import { openScope, scopeOf, withScope } from './fields.ts';
import { follow } from './follow.ts';
import { findRuntime } from './runtime.ts';
import { warnOnce } from './warnings.ts';
import { workName } from './work-name.ts';
import { completionOf } from './work-outcome.ts';

/** The span kinds of OpenTelemetry. */
export type WorkKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

const KINDS: Readonly<Record<WorkKind, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** How the span of a unit of work is made. */
export interface WorkOptions {
  /** The span kind, `internal` by default; `consumer` for the processing of a message. */
  readonly kind?: WorkKind | undefined;
  /** Attributes of the span; `undefined` values are left out. */
  readonly attributes?: Attributes | undefined;
  /**
   * Where the work was ordered: a carrier with `traceparent`, such as the headers of a message. The work is then a
   * new trace, linked to the span that sent the carrier.
   */
  readonly from?: Carrier | null | undefined;
  /** With `from`: continue the trace of the carrier in place of a new one. `false` by default. */
  readonly parent?: boolean | undefined;
}

/** What a unit of work does. It gets its own span, which does not record where the process runs without otel-run. */
export type Work<Result> = (span: Span) => Result;

/**
 * Runs a function as one named unit of work: a span from its call until what it returned is over (a promise, a
 * thenable or a generator; anything else is over at once), and a scope for `bindFields`.
 *
 * The span is a child of the active one, or a new trace where there is none (`from` says otherwise). A thrown error
 * or a rejection is recorded on it, and goes on to the caller. Without otel-run only the function is called.
 *
 * @param name the same text at every run of the same work; an id belongs into `attributes`
 * @param work called at once
 * @returns what the function returned
 * @throws what the function throws
 */
export function withWork<Result>(name: string, work: Work<Result>): Result;
export function withWork<Result>(name: string, options: WorkOptions, work: Work<Result>): Result;
export function withWork<Result>(
  name: string,
  ...rest: [Work<Result>] | [WorkOptions, Work<Result>]
): Result {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  const runtime = findRuntime();
  if (!runtime) return work(trace.wrapSpanContext(INVALID_SPAN_CONTEXT));

  const validName = workName(name);
  const { span, active } = startSpan(runtime.version, validName, options ?? {});
  const completion = completionOf(validName, span, runtime);
  try {
    return follow(context.with(active, work, undefined, span), active, completion);
  } catch (error) {
    completion.fail(error);
    throw error;
  }
}

function startSpan(version: string, name: string, options: WorkOptions): { span: Span; active: Context } {
  const { attributes = {}, from, parent = false } = options;
  const ordered = typeof from === 'object' && from !== null;
  const base = ordered ? extractContext(from) : context.active();
  const newTrace = ordered && !parent;
  const span = trace.getTracer('otel-run', version).startSpan(
    name,
    {
      kind: kindOf(options),
      attributes,
      ...(newTrace && { root: true, links: linksTo(base) }),
    },
    base,
  );
  return { span, active: withScope(trace.setSpan(base, span), openScope(scopeOf(base))) };
}

function kindOf({ kind = 'internal' }: WorkOptions): SpanKind {
  if (Object.hasOwn(KINDS, kind)) return KINDS[kind];
  warnOnce(`withWork knows no span kind "${kind}": it is one of ${Object.keys(KINDS).join(', ')}`);
  return SpanKind.INTERNAL;
}
