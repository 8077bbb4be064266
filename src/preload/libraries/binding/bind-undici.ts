import { type Context, context } from '@opentelemetry/api';
import { replaceMethods } from './bind-calls.ts';

/** The context that a request was asked for in, among its options: a pool and its clients pass them on. */
const ASKED_IN = Symbol('otel-run.asked-in');

interface Options {
  readonly [ASKED_IN]?: Context;
}

/** Has a pool send what waited for a connection in the context that it was asked for in: there its span is made. */
export function bindDispatchers(client: object | undefined): void {
  replaceMethods(client, ['dispatch'], (original, self, [options, ...rest]) => {
    if (typeof options !== 'object' || options === null)
      return Reflect.apply(original, self, [options, ...rest]);
    const { [ASKED_IN]: askedIn } = options as Options;
    if (!askedIn) {
      const asked: Options = { ...options, [ASKED_IN]: context.active() };
      return Reflect.apply(original, self, [asked, ...rest]);
    }
    return context.with<unknown[], typeof original>(askedIn, original, self, options, ...rest);
  });
}
