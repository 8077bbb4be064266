import { type Context, context, createContextKey } from '@opentelemetry/api';

// In the registry of symbols, so that the parts of the preload share it.
const INNERMOST = createContextKey('otel-run.gen-ai');

/**
 * A context in which an operation of generative AI is under way.
 *
 * @param isOfProvider whether that is a request to a provider, which has no other one within
 */
export function withInnermost(active: Context, isOfProvider: boolean): Context {
  return active.setValue(INNERMOST, isOfProvider);
}

/** Whether a request to a provider is under way: a library calls another one to make it, and it has its span. */
export function isWithinRequest(active: Context = context.active()): boolean {
  return active.getValue(INNERMOST) === true;
}
