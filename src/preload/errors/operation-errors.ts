import { type Exception, type Span, SpanStatusCode } from '@opentelemetry/api';
import { quietly } from '../../shared/quietly.ts';

/** GraphQL's answer to an operation, or the first part of an answer in parts. */
interface Result {
  readonly errors?: readonly GraphQlError[];
  readonly initialResult?: Result;
}

interface GraphQlError {
  readonly message: string;
  /** What a resolver threw. */
  readonly originalError?: unknown;
}

/** Records the errors in GraphQL's answer to an operation. HTTP reports success for it. */
export function recordOperationErrors(span: Span, result: Result): void {
  quietly(() => record(span, result));
}

function record(span: Span, { errors, initialResult }: Result): void {
  const all = errors ?? initialResult?.errors ?? [];
  // Resolvers that wait for the same call throw the same error, each at its place.
  const thrown = new Set(all.map(error => error.originalError ?? error));
  for (const error of thrown) span.recordException(error as Exception);
  const [first] = all;
  if (first) span.setStatus({ code: SpanStatusCode.ERROR, message: first.message });
}
