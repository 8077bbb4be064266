import { type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import { quietly } from '../shared/quietly.ts';
import { extractContext, linksTo } from './carrier.ts';
import { openScope, scopeOf, withScope } from './fields.ts';
import { type Completion, follow } from './follow.ts';
import { findRuntime, type Runtime } from './runtime.ts';
import { type Unit, withUnit } from './unit.ts';
import { warnOnce } from './warnings.ts';
import type { Work, WorkKind, WorkOptions } from './work-options.ts';
import { completionOf } from './work-outcome.ts';

const KINDS: Readonly<Record<WorkKind, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Runs a function in its own span and scope, until its result is finished. */
export function runWork<Result>(
  runtime: Runtime,
  name: string,
  options: WorkOptions,
  work: Work<Result>,
  readyMade = false,
): Result {
  const kind = quietly(() => kindOf(options)) ?? 'internal';
  const { span, active } =
    quietly(() => startSpan(runtime.version, name, kind, options)) ??
    startSpan(runtime.version, name, kind, {});
  const unit: Unit = {
    name,
    kind,
    span,
    readyMade,
    joinable: readyMade,
    fail: error => completion.fail(error),
  };
  const completion = completionOf(unit, runtime);
  return runFollowed(withUnit(active, unit), span, work, completion);
}

/** Calls a function in a context, and reports the outcome of its result. */
export function runFollowed<Result>(
  active: Context,
  span: Span,
  work: Work<Result>,
  completion: Completion,
): Result {
  try {
    return follow(context.with(active, work, undefined, span), active, completion);
  } catch (error) {
    completion.fail(error);
    findRuntime()?.passed?.(error, runFollowed);
    throw error;
  }
}

function startSpan(
  version: string,
  name: string,
  kind: WorkKind,
  options: WorkOptions,
): { span: Span; active: Context } {
  const { attributes = {}, from, parent = false } = options;
  const ordered = typeof from === 'object' && from !== null;
  const base = ordered ? extractContext(from) : context.active();
  const newTrace = ordered && !parent;
  const span = trace.getTracer('otel-run', version).startSpan(
    name,
    {
      kind: KINDS[kind],
      attributes,
      ...(newTrace && { root: true, links: linksTo(base) }),
    },
    base,
  );
  return { span, active: withScope(trace.setSpan(base, span), openScope(scopeOf(base))) };
}

function kindOf({ kind = 'internal' }: WorkOptions): WorkKind {
  if (Object.hasOwn(KINDS, kind)) return kind;
  warnOnce(
    `withWork was given the span kind "${kind}", which is not one of ${Object.keys(KINDS).join(', ')}`,
  );
  return 'internal';
}
