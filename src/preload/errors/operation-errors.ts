import { type Exception, type Span, SpanStatusCode } from '@opentelemetry/api';
import { quietly } from '../../shared/quietly.ts';

/** What GraphQL answers an operation with; where it answers in parts, with the first of them. */
interface Result {
  readonly errors?: readonly GraphQlError[];
  readonly initialResult?: Result;
}

interface GraphQlError {
  readonly message: string;
  /** What a resolver threw. */
  readonly originalError?: unknown;
}

/** Records the errors that an operation of GraphQL answers with: its transport answers that all is well. */
export function recordOperationErrors(span: Span, result: Result): void {
  quietly(() => record(span, result));
}

function record(span: Span, { errors, initialResult }: Result): void {
  const all = errors ?? initialResult?.errors ?? [];
  for (const error of all) span.recordException((error.originalError ?? error) as Exception);
  const [first] = all;
  if (first) span.setStatus({ code: SpanStatusCode.ERROR, message: first.message });
}
