import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Attributes, type Exception, SpanStatusCode } from '@opentelemetry/api';
import type { RPCMetadata } from '@opentelemetry/core';
import { recordBrokenAnswer } from '../../errors/request-error.ts';

/** Records the duration of a request with the attributes of its outcome. */
export type Measure = (outcome: Attributes) => void;

/** Ends the span of a request with its answer, once. */
export class IncomingAnswer {
  readonly #metadata: RPCMetadata;
  readonly #measure: Measure;
  #isEnded = false;

  /** @param metadata has the span, and its route as soon as a router finds it */
  constructor(metadata: RPCMetadata, measure: Measure) {
    this.#metadata = metadata;
    this.#measure = measure;
  }

  /** The answer was sent, or given up. */
  end(request: IncomingMessage, response: ServerResponse): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { span, route } = this.#metadata;
    const broken = recordBrokenAnswer(span, response);
    // The application may have changed the method since the span began.
    if (route) span.updateName(`${request.method || 'GET'} ${route}`);
    // Node.js says 200 while nothing was sent, also to a client that went away. A stub says nothing of it.
    const statusCode = response.headersSent === false ? undefined : response.statusCode;
    const isFailed = statusCode !== undefined && !(statusCode >= 100 && statusCode < 500);
    const outcome: Attributes = {};
    if (route !== undefined) outcome['http.route'] = route;
    if (statusCode !== undefined) {
      outcome['http.response.status_code'] = statusCode;
      if (statusCode >= 500 && statusCode < 600) outcome['error.type'] = String(statusCode);
    }
    span.setAttributes(outcome);
    if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    this.#measure(broken === undefined ? outcome : { ...outcome, 'error.type': broken });
  }

  /** An error ends the request, possibly before it has an answer. Anything may be thrown. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { span } = this.#metadata;
    const { name, message } = error as Error;
    span
      .setAttribute('error.type', name)
      .setStatus({ code: SpanStatusCode.ERROR, message })
      .recordException(error as Exception);
    span.end();
    this.#measure({ 'error.type': name });
  }
}
