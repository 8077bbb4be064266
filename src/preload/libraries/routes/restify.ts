import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { recordRequestError } from '../../errors/request-error.ts';
import { replaceOwn } from '../binding/bind-calls.ts';
import { type Method, ReplacedMethods } from './replaced-methods.ts';

/**
 * Records errors that handlers of restify pass on. Upstream's instrumentation, which has the route, only sees
 * errors that they throw.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/restify', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    return new InstrumentationNodeModuleDefinition(
      'restify',
      ['>=5.0.0 <12'],
      exports => {
        const restify = exports[Symbol.toStringTag] === 'Module' ? exports.default : exports;
        methods.replace(restify, { createServer });
        return exports;
      },
      () => methods.putBack(),
    );
  }
}

function createServer(original: Method): Method {
  return function createServer(this: unknown, ...values: unknown[]) {
    const server = original.apply(this, values);
    replaceOwn(server, ['_onHandlerError'], (answer, self, [error, ...rest]) => {
      recordRequestError(error);
      return Reflect.apply(answer, self, [error, ...rest]);
    });
    return server;
  };
}
