import { context, type Exception, SpanStatusCode, trace } from '@opentelemetry/api';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';

/** The part of tRPC that matters here. */
interface Trpc {
  readonly initTRPC?: object;
}

interface Builder {
  create(options?: unknown): Root;
}

interface Root {
  procedure: { use(middleware: Middleware): Root['procedure'] };
}

type Middleware = (call: Call) => Promise<Outcome>;

/** The arguments of a tRPC middleware. */
interface Call {
  readonly path: string;
  readonly type: string;
  next(): Promise<Outcome>;
}

interface Outcome {
  readonly ok: boolean;
  readonly error?: { readonly code?: string; readonly message?: string; readonly cause?: unknown };
}

/**
 * Makes every procedure begin with a middleware that creates a span for each call, however it is made. The
 * request has the SERVER span, also one that calls several procedures.
 */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets))
    patchExports(name, versions, { exports: patchTrpc });
}

function patchTrpc({ initTRPC }: Trpc): void {
  if (!initTRPC) return;
  replaceMethod(Object.getPrototypeOf(initTRPC) as Builder, 'create', creating);
}

function creating(original: Builder['create']): Builder['create'] {
  return function create(this: unknown, options) {
    const root = original.call(this as Builder, options);
    return Object.assign(root, { procedure: root.procedure.use(tracing) });
  };
}

async function tracing({ path, type, next }: Call): Promise<Outcome> {
  const parent = context.active();
  const span = trace
    .getTracer('otel-run/trpc', __VERSION__)
    .startSpan(
      path,
      { attributes: { 'rpc.system.name': 'trpc', 'rpc.method': path, 'trpc.procedure.type': type } },
      parent,
    );
  try {
    const outcome = await context.with(trace.setSpan(parent, span), () => next());
    if (!outcome.ok) {
      const { code = '_OTHER', message = '', cause } = outcome.error ?? {};
      span.setAttributes({ 'error.type': code, 'rpc.response.status_code': code });
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      span.recordException((cause ?? outcome.error) as Exception);
    }
    return outcome;
  } finally {
    span.end();
  }
}
