import { context } from '@opentelemetry/api';
import {
  bindCallbacks,
  bindFirstFunction,
  bindLastFunction,
  replaceMethods,
  replaceOwn,
} from './bind-calls.ts';

type Make = (...values: unknown[]) => object;

const LISTS = ['map', 'mapSeries', 'each', 'filter', 'reduce'];

const CALLBACKS = ['then', 'spread', 'finally', 'lastly', 'tap', 'error', 'done', 'asCallback', 'nodeify'];

/** Binds what promises of bluebird call, which it does for all that are due together. */
export function bindPromises(Bluebird: { readonly prototype: object }): void {
  const { prototype } = Bluebird;
  bindCallbacks(prototype, ...CALLBACKS);
  // Before the last are classes of errors, and predicates.
  bindLastFunction(prototype, 'catch', 'caught', 'tapCatch');
  bindFirstFunction(prototype, ...LISTS);
  bindFirstFunction(Bluebird, ...LISTS);
  bindLastFunction(Bluebird, 'join', 'using');
  replaceMethods(Bluebird, ['coroutine'], (original, self, [generate, ...rest]) =>
    Reflect.apply(original, self, [
      typeof generate === 'function' ? bound(generate as Make) : generate,
      ...rest,
    ]),
  );
}

/** Makes generators that go on in the context that they were made in. */
function bound(generate: Make): Make {
  return new Proxy(generate, {
    apply(target, of, values: unknown[]) {
      const madeIn = context.active();
      const generator = Reflect.apply(target, of, values);
      replaceOwn(generator, ['next', 'throw', 'return'], (step, self, given) =>
        context.with<unknown[], typeof step>(madeIn, step, self as never, ...given),
      );
      return generator;
    },
  });
}
