import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  type TimeInput,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { follow } from '../../../work/follow.ts';
import { withObserver } from '../../spans/recorded-operation.ts';
import type { SetUp } from '../library-part.ts';
import { recordDatabaseError, startDatabaseSpan } from './database-span.ts';
import { prismaMessage } from './query/prisma-message.ts';

type Callback = (span?: Span, active?: Context) => unknown;

interface ChildSpan extends SpanOptions {
  readonly name: string;
  readonly context?: Context;
}

/** A span of the engine that Prisma 6 may use for its queries. */
interface EngineSpan {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly startTime: TimeInput;
  readonly endTime: TimeInput;
}

/**
 * The interface that Prisma's client calls for tracing: the contract of `@prisma/instrumentation`, which is
 * set as a global (https://github.com/prisma/prisma/tree/main/packages/instrumentation-contract).
 */
interface TracingHelper {
  isEnabled(): boolean;
  getTraceParent(active?: Context): string;
  dispatchEngineSpans(spans: readonly EngineSpan[]): void;
  getActiveContext(): Context | undefined;
  runInChildSpan(options: string | ChildSpan, callback: Callback): unknown;
}

/** The major versions that first look for their own name. */
const MAJORS = [5, 6, 7];

const NOT_SAMPLED = '00-10-10-00';

/**
 * Creates a span for each operation of the client, and for each query for which no driver below creates one.
 * Connecting, compiling, serializing and the parts of a transaction are plumbing.
 */
export function enable({ tracerProvider }: SetUp): void {
  // The scope of Prisma's own instrumentation.
  const helper = createTracingHelper(tracerProvider.getTracer('prisma', __VERSION__));
  const get = () => ({ helper });
  // An application may register Prisma's own instrumentation, which would replace ours and record all of it.
  const property = { get, set: () => {}, configurable: true, enumerable: false };
  for (const prefix of ['', ...MAJORS.map(major => `V${major}_`)])
    Object.defineProperty(globalThis, `${prefix}PRISMA_INSTRUMENTATION`, property);
}

/** Exported for tests: the engine of Prisma 6 is a program that has to be downloaded. */
export function createTracingHelper(tracer: Tracer): TracingHelper {
  return {
    isEnabled: () => true,
    getActiveContext: () => context.active(),
    getTraceParent(active = context.active()) {
      const span = trace.getSpanContext(active);
      return span ? `00-${span.traceId}-${span.spanId}-0${span.traceFlags}` : NOT_SAMPLED;
    },
    runInChildSpan(options, callback) {
      const child = typeof options === 'string' ? { name: options } : options;
      if (child.name === 'operation') return runOperation(tracer, child, callback);
      return child.name === 'db_query' ? runQuery(tracer, child, callback) : callback();
    },
    dispatchEngineSpans(spans) {
      for (const { name, attributes = {}, startTime, endTime } of spans) {
        if (!name.endsWith(':db_query')) continue;
        startDatabaseSpan(tracer, { ...queryOf(attributes), startTime })?.end(endTime);
      }
    },
  };
}

function runOperation(
  tracer: Tracer,
  { context: parent = context.active(), ...options }: ChildSpan,
  callback: Callback,
) {
  const span = tracer.startSpan(`prisma:client:${options.name}`, options, parent);
  return runIn(trace.setSpan(parent, span), callback, span, error => {
    if (error !== undefined) recordOperationError(span, error);
    span.end();
  });
}

/** Its message shows the call in the application's code, including values. */
function recordOperationError(span: Span, error: unknown): void {
  recordDatabaseError(span, error, 'prisma', message => prismaMessage(message, error ?? {}));
}

/** A span that is not needed is never ended, so it is not exported. */
function runQuery(
  tracer: Tracer,
  { context: parent = context.active(), attributes = {} }: ChildSpan,
  callback: Callback,
) {
  const query = queryOf(attributes);
  const span = startDatabaseSpan(tracer, query, parent);
  if (!span) return callback();
  const driver = { isRecorded: false };
  return runIn(withObserver(parent, driver), callback, span, error => {
    if (driver.isRecorded) return;
    if (error !== undefined) recordDatabaseError(span, ofDatabase(error), query.system);
    span.end();
  });
}

function runIn(active: Context, callback: Callback, span: Span, end: (error?: unknown) => void): unknown {
  try {
    const result = context.with(active, callback, undefined, span, active);
    return follow(result, active, { succeed: () => end(), fail: end });
  } catch (error) {
    end(error);
    throw error;
  }
}

/** Values can be removed only from SQL. */
function queryOf(attributes: Readonly<Record<string, unknown>>) {
  const system = String(attributes['db.system.name'] ?? attributes['db.system'] ?? 'other_sql');
  const text = attributes['db.query.text'] ?? attributes['db.statement'];
  return { system, sql: typeof text === 'string' && system !== 'mongodb' ? text : undefined };
}

/** A driver adapter puts the database's answer into the cause. */
function ofDatabase(error: unknown): unknown {
  const { cause, name, stack } = (error ?? {}) as {
    cause?: { originalCode?: unknown; originalMessage?: unknown };
    name?: unknown;
    stack?: unknown;
  };
  if (cause?.originalCode === undefined) return error;
  return { code: cause.originalCode, message: cause.originalMessage, name, stack };
}
