import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { isError } from '../../../shared/is-error.ts';
import { quietly } from '../../../shared/quietly.ts';
import { recordRequestError } from '../../errors/request-error.ts';
import { type Call, replaceOwn } from '../binding/bind-calls.ts';
import { isIncoming } from './framework-request.ts';
import { type Method, ReplacedMethods } from './replaced-methods.ts';

interface HapiServer {
  ext(
    point: 'onPreAuth' | 'onPreResponse',
    method: (request: HapiRequest, toolkit: { readonly continue: symbol }) => symbol,
  ): void;
}

interface HapiRequest {
  readonly route: { readonly path: string };
  readonly raw: { readonly req: object };
  readonly response: Error | { readonly variety?: string; readonly source?: object } | null;
}

/**
 * Finds the route of each request to Hapi. Upstream's instrumentation takes a plugin's path without the
 * prefix that the plugin was registered with, and only when the handler runs.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/hapi', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    return new InstrumentationNodeModuleDefinition(
      '@hapi/hapi',
      ['>=17.0.0 <22'],
      exports => {
        const hapi = exports[Symbol.toStringTag] === 'Module' ? exports.default : exports;
        methods.replace(hapi, { server: create, Server: create });
        return exports;
      },
      () => methods.putBack(),
    );
  }
}

/** A stream fails while its answer is being sent, and Hapi tells nobody. */
const recordingEvent: Call = (original, self, [event, ...values]) => {
  if (event === 'error') recordRequestError(values[0]);
  return Reflect.apply(original, self, [event, ...values]);
};

/** Hapi wraps thrown values that are not errors in an error of its own. */
function thrownIn(error: Error & { readonly data?: unknown }): unknown {
  return error.message === 'Cannot throw non-error object' ? error.data : error;
}

function create(original: Method): Method {
  return function server(this: unknown, ...args: unknown[]) {
    const server: HapiServer = original.apply(this, args);
    quietly(() => extend(server));
    return server;
  };
}

function extend(server: HapiServer): void {
  // The first point at which a request is routed. A request without a route does not get there.
  server.ext('onPreAuth', ({ route, raw }, toolkit) => {
    const metadata = getRPCMetadata(context.active());
    if (metadata && isIncoming(metadata, raw.req)) metadata.route = route.path;
    return toolkit.continue;
  });
  // Includes errors that a handler returns. The application's own extensions run later.
  server.ext('onPreResponse', ({ response }, toolkit) => {
    if (isError(response)) recordRequestError(thrownIn(response));
    else if (response?.variety === 'stream') replaceOwn(response.source, ['emit'], recordingEvent);
    return toolkit.continue;
  });
}
