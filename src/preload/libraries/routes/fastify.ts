import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { Stream } from 'node:stream';
import { context } from '@opentelemetry/api';
import { InstrumentationBase } from '@opentelemetry/instrumentation';
import { recordRequestError } from '../../errors/request-error.ts';

/** Each Fastify application is published here when it is created. */
const CHANNEL = 'fastify.initialization';

type Hook = (
  request: unknown,
  reply: unknown,
  value: unknown,
  done: (error?: unknown, value?: unknown) => void,
) => void;

interface Published {
  readonly fastify: { addHook(name: 'onError' | 'onSend', hook: Hook): void };
}

/**
 * Records errors of streamed answers, even after they have begun. Upstream's plugin, which has the route,
 * regards the start of sending as the end.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/fastify', __VERSION__, {});
  }

  protected override init() {
    return [];
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
