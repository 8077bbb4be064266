import { type EventEmitter, errorMonitor } from 'node:events';
import { context } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { quietly } from '../../../shared/quietly.ts';
import { recordBodyError, recordRequestError } from '../../errors/request-error.ts';
import { type Call, replaceOwn } from '../binding/bind-calls.ts';
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
        methods.replace(exports.NestApplication.prototype, { init: watchAnswers });
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

/** An application answers by its adapter: for Express, Fastify or another framework. */
interface NestApplication {
  getHttpAdapter(): object;
}

function watchAnswers(original: Method): Method {
  return function init(this: NestApplication, ...values: unknown[]) {
    quietly(() => replaceOwn(this.getHttpAdapter(), ['reply'], reply));
    return original.apply(this, values);
  };
}

/** The answer of Express, or what Fastify has around it. */
interface Answer {
  readonly headersSent?: boolean;
  readonly raw?: { readonly headersSent: boolean };
}

/** A `StreamableFile`. */
interface Streamable {
  getStream(): EventEmitter & { readonly errored?: unknown };
}

/** The stream of a file may fail while it is sent. NestJS then logs the error. */
const reply: Call = (original, self, values) => {
  const [answer, body] = values as [Answer, Partial<Streamable> | undefined];
  if (typeof body?.getStream === 'function') quietly(() => watchStream(answer, body as Streamable));
  return Reflect.apply(original, self, values);
};

function watchStream(answer: Answer, body: Streamable): void {
  const stream = body.getStream();
  const active = context.active();
  const record = (error: unknown) => {
    const { headersSent } = answer.raw ?? answer;
    (headersSent ? recordBodyError : recordRequestError)(error, active);
  };
  if (stream.errored) record(stream.errored);
  else stream.once(errorMonitor, record);
}
