import { type Context, context } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';

/**
 * Traces each event of a subscription that has errors. The subscription's own span ends when the subscription
 * is opened, and its events come for as long as it lives.
 *
 * @param result of an operation; a subscription if it can be iterated
 * @param active the context in which its span is active
 */
export function watchEvents(
  scope: string,
  operation: GraphQlOperation,
  result: unknown,
  active: Context,
): void {
  if (typeof (result as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator] !== 'function')
    return;
  const told = (event: unknown, error?: unknown) => {
    const { errors } = (event ?? {}) as { readonly errors?: readonly unknown[] };
    if (error === undefined && !errors?.length) return;
    const span = context.with(active, () => startOperation(scope, operation));
    recordOutcome(span, event, error);
    span.end();
  };
  replaceOwn(result, ['next'], (original, self, values) => {
    const next = Reflect.apply(original, self, values);
    if (next instanceof Promise) next.then(({ value }) => told(value), told.bind(undefined, undefined));
    return next;
  });
}
