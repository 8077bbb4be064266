import { type Span, trace } from '@opentelemetry/api';
import { recordOperationErrors } from '../../errors/operation-errors.ts';

/** The facts of an operation before it is executed. */
export interface GraphQlOperation {
  /** `query`, `mutation` or `subscription`; undefined if the document has no such operation. */
  readonly type: string | undefined;
  readonly name: string | undefined;
}

/** Starts the span of an operation: https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/ */
export function startOperation(scope: string, { type, name }: GraphQlOperation): Span {
  const named = [type, name].filter(Boolean).join(' ') || 'GraphQL Operation';
  return trace.getTracer(scope, __VERSION__).startSpan(named, {
    attributes: {
      ...(type && { 'graphql.operation.type': type }),
      ...(name && { 'graphql.operation.name': name }),
    },
  });
}

/** Records the answer to an operation, or the error that it threw instead. */
export function recordOutcome(span: Span, result: unknown, error: unknown): void {
  if (error !== undefined) recordOperationErrors(span, { errors: [error as Error] });
  else if (typeof result === 'object' && result !== null) recordOperationErrors(span, result);
}
