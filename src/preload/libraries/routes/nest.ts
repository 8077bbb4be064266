import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { recordRequestError } from '../../errors/request-error.ts';
import { type Method, ReplacedMethods } from './replaced-methods.ts';

const VERSIONS = ['>=4.0.0 <13'];

/**
 * Records the errors of handlers: NestJS handles them, and the Express or Fastify beneath it, which has the
 * route, sees none. Up to version 11, NestJS's exception handler is in a file that can be changed. Later,
 * only its base class can be changed, and filters of the application run before it.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/nestjs', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    const file = new InstrumentationNodeModuleFile(
      '@nestjs/core/exceptions/exceptions-handler.js',
      VERSIONS,
      exports => {
        methods.replace(exports.ExceptionsHandler.prototype, { next: recordFirst });
        return exports;
      },
      () => methods.putBack(),
    );
    return new InstrumentationNodeModuleDefinition(
      '@nestjs/core',
      VERSIONS,
      exports => {
        methods.replace(exports.BaseExceptionFilter.prototype, { catch: recordFirst });
        return exports;
      },
      () => methods.putBack(),
      [file],
    );
  }
}

function recordFirst(original: Method): Method {
  return function (this: unknown, error: unknown, ...rest: unknown[]) {
    recordRequestError(error);
    return original.call(this, error, ...rest);
  };
}
