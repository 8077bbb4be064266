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

/** Binds the callbacks of bluebird's promises, which it calls for all due promises together. */
export function bindPromises(Bluebird: { readonly prototype: object }): void {
  const { prototype } = Bluebird;
  bindCallbacks(prototype, ...CALLBACKS);
  // The arguments before the last one are error classes and predicates.
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

/** Makes generators continue in the context in which they were created. */
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
