import { type Context, context } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';

/** The operation that answers in several parts. */
export interface Operation {
  readonly scope: string;
  readonly operation: GraphQlOperation;
  /** The context in which its span is active. */
  readonly active: Context;
  /** Whether each event of a subscription has a span of its own already. */
  readonly hasEventSpans?: boolean;
}

/** An event of a subscription, or a later part of an answer. */
interface Event extends Failed {
  readonly incremental?: readonly Failed[];
  readonly completed?: readonly Failed[];
}

interface Failed {
  readonly errors?: readonly unknown[];
}

/**
 * Traces each event of a subscription that has errors, each later part of an answer that has some
 * (`@defer`), and the error that ends them. The operation's own span ends when it is answered, and the rest
 * comes for as long as somebody reads it.
 *
 * @param result of an operation; a subscription if it can be iterated
 */
export function watchEvents(
  { scope, operation, active, hasEventSpans = false }: Operation,
  result: unknown,
): void {
  const parts = (result as { readonly subsequentResults?: unknown } | undefined)?.subsequentResults ?? result;
  if (typeof (parts as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator] !== 'function')
    return;
  const told = (errors: readonly unknown[], error?: unknown) => {
    if (error === undefined && errors.length === 0) return;
    const span = context.with(active, () => startOperation(scope, operation));
    recordOutcome(span, { errors }, error);
    span.end();
  };
  replaceOwn(parts, ['next'], (original, self, values) => {
    const next = Reflect.apply(original, self, values);
    if (next instanceof Promise) {
      next.then(
        ({ value }) => told(hasEventSpans ? [] : errorsOf(value)),
        error => told([], error),
      );
    }
    return next;
  });
}

function errorsOf(event: Event | undefined): readonly unknown[] {
  const { incremental = [], completed = [] } = event ?? {};
  return [event, ...incremental, ...completed].flatMap(part => part?.errors ?? []);
}
