import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { InstrumentationBase } from '@opentelemetry/instrumentation';
import { recordRequestError } from '../../errors/request-error.ts';

/** Where every application of Fastify is published as it is made. */
const CHANNEL = 'fastify.initialization';

interface Published {
  readonly fastify: {
    addHook(
      name: 'onError',
      hook: (request: unknown, reply: unknown, error: unknown, done: () => void) => void,
    ): void;
  };
}

/** Records the errors of answers that are streams: upstream's plugin, which has the route, takes the sending for the end. */
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
}
