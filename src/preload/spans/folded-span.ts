import type { Attributes, AttributeValue, Exception, Span, SpanStatus, TimeInput } from '@opentelemetry/api';
import type { RPCMetadata } from '@opentelemetry/core';
import { isFirstRecording } from '../foundation/first-recording.ts';

/** Attributes that repeat the request, and those that a framework adds about itself. */
const SAID_ALREADY = /^(?:http|url|server|client|network|net|user_agent|next|sveltekit|hono|h3|nitro)\./;

/** How to fold a span into the one around it. */
export interface Fold {
  /** The span around it. */
  readonly into: Span;
  /** The server request that it belongs to. */
  readonly request: RPCMetadata | undefined;
  /** Whether the span stands for the entire request, so that its status is the request's. */
  readonly isWhole: boolean;
  /** The route in the framework's attributes. */
  routeOf(attributes: Readonly<Record<string, unknown>>): unknown;
  /** Whether the framework uses an error for control flow. */
  isControlFlow(error: unknown): boolean;
}

/**
 * A framework's span that is not exported. The span around it takes its place, as the parent of its children
 * and as the application's active span. The route and the errors that the framework records on it are kept.
 */
export class FoldedSpan implements Span {
  readonly #fold: Fold;

  constructor(fold: Fold) {
    this.#fold = fold;
  }

  /** The span around it. */
  get into(): Span {
    return this.#fold.into;
  }

  spanContext() {
    return this.#fold.into.spanContext();
  }

  isRecording(): boolean {
    return this.#fold.into.isRecording();
  }

  setAttribute(name: string, value: AttributeValue): this {
    takeRoute(this.#fold.request, this.#fold.routeOf({ [name]: value }));
    if (!SAID_ALREADY.test(name)) this.#fold.into.setAttribute(name, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) this.setAttribute(name, value);
    }
    return this;
  }

  addEvent(...values: Parameters<Span['addEvent']>): this {
    this.#fold.into.addEvent(...values);
    return this;
  }

  addLink(...values: Parameters<Span['addLink']>): this {
    this.#fold.into.addLink(...values);
    return this;
  }

  addLinks(...values: Parameters<Span['addLinks']>): this {
    this.#fold.into.addLinks(...values);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (this.#fold.isWhole) this.#fold.into.setStatus(status);
    return this;
  }

  recordException(error: Exception, time?: TimeInput): void {
    const { into } = this.#fold;
    if (!this.#fold.isControlFlow(error) && isFirstRecording(into, error)) into.recordException(error, time);
  }

  /** The server span gets its name when it ends, from its method and route. */
  updateName(): this {
    return this;
  }

  end(): void {}
}

/** Gives a server request the route of a framework below it, if it has no route, or one for any path. */
export function takeRoute(request: RPCMetadata | undefined, route: unknown): void {
  if (!request || request.route?.includes('*') === false) return;
  if (typeof route === 'string' && route.startsWith('/')) request.route = route;
}
