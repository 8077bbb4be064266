import { type Context, context } from '@opentelemetry/api';
import { quietly } from '../../../shared/quietly.ts';
import { isObject } from '../../hooks/own-properties.ts';
import { replaceMethods } from './bind-calls.ts';

/** The context in which a request was made, as one of its options: a pool and its clients pass options on. */
const ASKED_IN = Symbol('otel-run.asked-in');

interface Options {
  readonly [ASKED_IN]?: Context;
}

type Method = (...values: unknown[]) => unknown;

/**
 * If a request waited for a connection, the pool sends it in the context in which it was made, and its span
 * is created there. Answers are handled there, too, because a connection belongs to the request that opened
 * it.
 */
export function bindDispatchers(client: object | undefined): void {
  replaceMethods(client, ['dispatch'], (original, self, [options, handler, ...rest]) => {
    if (!isObject(options) || !isObject(handler))
      return Reflect.apply(original, self, [options, handler, ...rest]);
    // Options may be an application's proxy, or have a getter, that throws: undici will meet the same error.
    const askedIn = quietly(() => (options as Options)[ASKED_IN]);
    if (!askedIn) {
      const asked = quietly((): Options => ({ ...options, [ASKED_IN]: context.active() })) ?? options;
      return Reflect.apply(original, self, [asked, boundHandler(handler), ...rest]);
    }
    return context.with<unknown[], Method>(askedIn, original, self, options, handler, ...rest);
  });
}

/** Its methods get the answer: headers, each part of the body, the end. */
function boundHandler(handler: object): object {
  const askedIn = context.active();
  return new Proxy(handler, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'constructor') return value;
      return (...values: unknown[]) =>
        context.with<unknown[], Method>(askedIn, value as Method, target as never, ...values);
    },
  });
}
