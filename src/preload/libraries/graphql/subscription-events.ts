import { type Context, context } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';

/**
 * Has each event of a subscription that is answered with errors traced: the subscription's own span has ended when it was
 * opened, and its events come for as long as it is.
 *
 * @param result of an operation, which is a subscription if it can be iterated
 * @param active where its span is active
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
