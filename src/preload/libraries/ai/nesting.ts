import { type Attributes, type Context, context, createContextKey } from '@opentelemetry/api';

// In the symbol registry, so that the parts of the preload share it.
const INNERMOST = createContextKey('otel-run.gen-ai');

/** An operation of generative AI that is running in a context, or was. */
export interface Innermost {
  /** Whether it is a request to a provider, which contains no other request. */
  readonly isOfProvider: boolean;
  /** Since Node.js 26, code after a streamed answer runs in the context in which the answer was read. */
  isOver: boolean;
  /** Records the server that its HTTP request goes to, because not every library reports it. */
  reach?(server: Attributes): void;
}

/** A context in which an operation of generative AI is running. */
export function withInnermost(active: Context, innermost: Innermost): Context {
  return active.setValue(INNERMOST, innermost);
}

/** Whether a request to a provider is running. A library that calls another one for it already has a span. */
export function isWithinRequest(active: Context = context.active()): boolean {
  return requestAround(active) !== undefined;
}

/** The request to a provider that is running. */
export function requestAround(active: Context): Innermost | undefined {
  const innermost = active.getValue(INNERMOST) as Innermost | undefined;
  return innermost?.isOfProvider === true && !innermost.isOver ? innermost : undefined;
}
