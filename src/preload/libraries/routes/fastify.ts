import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { Stream } from 'node:stream';
import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { InstrumentationBase } from '@opentelemetry/instrumentation';
import { PUBLISHED_CHANNELS } from '../../../libraries/published-channels.ts';
import { recordRequestError } from '../../errors/request-error.ts';
import { isIncoming } from './framework-request.ts';

/** Each Fastify application is published here when it is created. */
const CHANNEL = PUBLISHED_CHANNELS.fastify[0];

type Hook = (
  request: unknown,
  reply: unknown,
  value: unknown,
  done: (error?: unknown, value?: unknown) => void,
) => void;

/** The used part of a request. */
interface FastifyRequest {
  readonly raw: object;
  readonly routeOptions?: { readonly url?: string };
}

interface Published {
  readonly fastify: {
    addHook(name: 'onError' | 'onSend', hook: Hook): void;
    addHook(
      name: 'onRequest',
      hook: (request: FastifyRequest, reply: unknown, done: () => void) => void,
    ): void;
  };
}

/**
 * Finds the route of each request, and records errors of streamed answers, even after they have begun.
 * Upstream's plugin takes the route of a request that a handler makes of its own application, and regards the
 * start of sending as the end.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/fastify', __VERSION__, {});
  }

  protected override init() {
    return [];
  }

  /** By the name that upstream's has. */
  _handleInitialization(message: unknown): void {
    watch(message);
  }

  override enable(): void {
    super.enable();
    subscribe(CHANNEL, watch);
  }

  override disable(): void {
    super.disable();
    unsubscribe(CHANNEL, watch);
  }
}

function watch(message: unknown): void {
  const { fastify } = message as Published;
  fastify.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    const metadata = getRPCMetadata(context.active());
    const url = routeOptions?.url;
    if (metadata && url !== undefined && isIncoming(metadata, raw)) metadata.route = url;
    done();
  });
  fastify.addHook('onError', (_request, _reply, error, done) => {
    recordRequestError(error);
    done();
  });
  fastify.addHook('onSend', (_request, _reply, payload, done) => {
    if (payload instanceof Stream) {
      const active = context.active();
      payload.once(errorMonitor, error => recordRequestError(error, active));
    }
    done(null, payload);
  });
}
