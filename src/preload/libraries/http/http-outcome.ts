import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';

/** How a request ended. */
export interface HttpOutcome {
  readonly status: number | undefined;
  /** The error that stopped it. */
  readonly error?: unknown;
  readonly route?: string | undefined;
}

/**
 * Ends the span of a request.
 *
 * @param failing the lowest status that counts as a failure: 500 for a server's span, 400 for a client's
 * @returns the attributes of the outcome
 */
export function endRequest(span: Span, failing: number, { status, error, route }: HttpOutcome): Attributes {
  const isFailed = status !== undefined && status >= failing;
  const type = error === undefined ? (isFailed ? String(status) : undefined) : typeOf(error);
  const outcome: Attributes = {
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...(route !== undefined && { 'http.route': route }),
    ...(type !== undefined && { 'error.type': type }),
  };
  span.setAttributes(outcome);
  if (type !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, ...messageOf(error) });
  if (error !== undefined) span.recordException(error as Error);
  span.end();
  return outcome;
}

function typeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : (name ?? '_OTHER'));
}

function messageOf(error: unknown): { message?: string } {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? { message } : {};
}
