import { type Context, context, createContextKey } from '@opentelemetry/api';

// In the registry of symbols, so that the parts of the preload share it.
const INNERMOST = createContextKey('otel-run.gen-ai');

/** An operation of generative AI that is, or was, under way in a context. */
export interface Innermost {
  /** Whether it is a request to a provider, which has no other one within. */
  readonly isOfProvider: boolean;
  /** From Node.js 26 on, what follows a streamed answer runs in the context that the answer was read in. */
  isOver: boolean;
}

/** A context in which an operation of generative AI is under way. */
export function withInnermost(active: Context, innermost: Innermost): Context {
  return active.setValue(INNERMOST, innermost);
}

/** Whether a request to a provider is under way: a library calls another one to make it, and it has its span. */
export function isWithinRequest(active: Context = context.active()): boolean {
  const innermost = active.getValue(INNERMOST) as Innermost | undefined;
  return innermost?.isOfProvider === true && !innermost.isOver;
}
