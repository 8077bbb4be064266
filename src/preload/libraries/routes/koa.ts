import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { quietly } from '../../../shared/quietly.ts';
import { recordingErrors, recordRequestError } from '../../errors/request-error.ts';
import { type Call, replaceMethods } from '../binding/bind-calls.ts';
import { watchContexts } from './koa-route.ts';
import { type Method, ReplacedMethods } from './replaced-methods.ts';

/**
 * Finds the route of each request to Koa. Upstream's instrumentation knows only the routes that a router had
 * when it was used, and no mounted applications.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/koa', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    return new InstrumentationNodeModuleDefinition(
      'koa',
      ['>=2.0.0 <4'],
      exports => {
        const Koa = exports[Symbol.toStringTag] === 'Module' ? exports.default : exports;
        methods.replace(Koa.prototype, { use, handleRequest });
        return exports;
      },
      () => methods.putBack(),
    );
  }
}

/** Errors that no middleware catches become the answer here. */
function handleRequest(original: Method): Method {
  return function handleRequest(this: unknown, context: object, run: Method) {
    return original.call(this, context, (...args: unknown[]) => recordingErrors(() => run(...args)));
  };
}

/** Contexts of all applications of one copy of Koa inherit from one object, which it does not export. */
function use(original: Method): Method {
  return function use(this: { readonly context: object }, ...args: unknown[]) {
    quietly(() => {
      const contexts: object = Object.getPrototypeOf(this.context);
      watchContexts(contexts);
      replaceMethods(contexts, ['onerror'], onError);
    });
    const [middleware, ...rest] = args;
    return original.call(
      this,
      typeof middleware === 'function' ? recording(middleware) : middleware,
      ...rest,
    );
  };
}

/** Includes errors of a streamed body, and errors that the application passes itself. */
const onError: Call = (original, self, [error, ...rest]) => {
  if (error) recordRequestError(error);
  return Reflect.apply(original, self, [error, ...rest]);
};

/**
 * Outer middleware may handle the error. A proxy keeps the properties that Koa and others read of a function.
 */
function recording<Middleware extends object>(middleware: Middleware): Middleware {
  return new Proxy(middleware, {
    apply: (target, self, values) =>
      recordingErrors(() => Reflect.apply(target as Method & Middleware, self, values)),
  });
}
